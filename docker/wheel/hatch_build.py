"""What hatch does before it makes the wheel: build the explorer, and put the built files into the package."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ExplorerHook(BuildHookInterface):  # type: ignore[type-arg] -- its configuration type is hatchling's own affair
    """`explorer/dist/` → `domicile/explorer/dist/`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatch for each wheel; an editable one needs no built files."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "explorer"))
        try:
            from build import ensure_built
        finally:
            sys.path.pop(0)
        built = ensure_built(self.app.display_info)
        build_data["force_include"][str(built)] = "domicile/explorer/dist"
