"""The explorer's built files, and under which rules a browser runs them. Knows nothing of what the explorer does.

One page for every address of the explorer; scripts and styles under names that change with their content. Everything
comes from here: no script, style, font or picture of another origin is run or shown.
"""

import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

_BUILT = Path(__file__).resolve().parents[2] / "explorer" / "dist"  # beside `hub`, in a checkout and in the wheel
_ASSET = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}", re.ASCII)
_FOR_GOOD = "public, max-age=31536000, immutable"  # the name changes when the content does
_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".graphql": "text/plain",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain",
}
_ENCODINGS = {"br": ".br", "gzip": ".gz"}  # the better one first
_AT_THE_TOP = ("favicon.svg", "favicon.ico", "manifest.webmanifest")
_PAGES = (
    "/",
    "/explore",
    "/explore/{rest:path}",
    "/case",
    "/case/{number}",
    "/record",
    "/record/{rest:path}",
    "/query",
    "/about",
)
_OFF = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation",
    "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
_HEADERS = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join([*(f"{name}=()" for name in _OFF), "publickey-credentials-get=(self)"]),
}
_NO_OUTLINES = '{"type":"FeatureCollection","features":[]}'
_MISSING = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Domicile</title></head>
<body>
<h1>The explorer is not built</h1>
<p>The API works; the pages are missing. <code>./run demo</code> builds them, or
<code>npm ci &amp;&amp; npm run build</code> in the folder <code>explorer/</code>. Then load this page again.</p>
<h2 lang="zh-Hans">浏览器界面尚未构建</h2>
<p lang="zh-Hans">接口可用，页面缺失。请运行 <code>./run demo</code>，或在 <code>explorer/</code> 目录运行
<code>npm ci &amp;&amp; npm run build</code>，然后重新加载本页。</p>
</body>
</html>
"""


def explorer_folder() -> Path | None:
    """Where the built explorer is, or None when it was not built."""
    return _BUILT if (_BUILT / "index.html").is_file() else None


def content_security_policy(path: str) -> str:
    """What the page at `path` may load and run. Inline styles on the query page only: its editor makes them."""
    styles = "'self' 'unsafe-inline'" if path == "/query" else "'self'"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src {styles}",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class ExplorerPages:
    """The addresses. `folder` is where the built files are; by default each request looks where they belong.

    `outlines` is where the city's units may be as GeoJSON: public to whoever reaches the hub, as a city's borders are.
    """

    def __init__(self, folder: Path | None = None, outlines: Path | None = None) -> None:
        self._folder = folder
        self._outlines = outlines

    def routes(self) -> list[BaseRoute]:
        """Every page of the explorer, and the files which they load."""
        return [
            *(Route(path, self._page, methods=["GET"]) for path in _PAGES),
            Route("/assets/{name}", self._asset, methods=["GET"]),
            Route("/outlines.geojson", self._map, methods=["GET"]),
            *(Route(f"/{name}", self._top, methods=["GET"]) for name in _AT_THE_TOP),
        ]

    async def unknown(self, request: Request, _error: Exception) -> Response:
        """What an address that leads nowhere gives: a browser the explorer, which says so and has a way on; a program a line."""
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            return await self._page(request, status_code=404)
        return _nothing()

    async def _page(self, request: Request, *, status_code: int = 200) -> Response:
        path = request.url.path
        headers = _HEADERS | {"content-security-policy": content_security_policy(path), "cache-control": "no-cache"}
        folder = self._folder or explorer_folder()
        if folder is None:
            return Response(_MISSING, 503, headers | {"cache-control": "no-store"}, media_type="text/html")
        return FileResponse(folder / "index.html", status_code, headers, media_type="text/html")

    async def _asset(self, request: Request) -> Response:
        return self._file(request, "assets", request.path_params["name"], _FOR_GOOD)

    async def _map(self, _request: Request) -> Response:
        """The outlines; where the home has none, none: the map draws points without them."""
        headers = _HEADERS | {"cache-control": "no-cache", "content-security-policy": "default-src 'none'"}
        media_type = _TYPES[".geojson"]
        if self._outlines is None or not self._outlines.is_file():
            return Response(_NO_OUTLINES, headers=headers, media_type=media_type)
        return FileResponse(self._outlines, headers=headers, media_type=media_type)

    async def _top(self, request: Request) -> Response:
        return self._file(request, "", request.url.path.removeprefix("/"), "public, max-age=3600")

    def _file(self, request: Request, below: str, name: str, caching: str) -> Response:
        """One file: a name of plain letters without a folder in it, so nothing outside can be named."""
        folder = self._folder or explorer_folder()
        media_type = _TYPES.get(Path(name).suffix)
        if folder is None or media_type is None or not _ASSET.fullmatch(name):
            return _nothing()
        file = folder / below / name
        if not file.is_file() or file.is_symlink():
            return _nothing()
        headers = _HEADERS | {"cache-control": caching, "vary": "accept-encoding"}
        headers["content-security-policy"] = content_security_policy("/")  # a worker's script brings its own
        for encoding, ending in _ENCODINGS.items():
            packed = file.with_name(file.name + ending)
            if _takes(request.headers.get("accept-encoding", ""), encoding) and packed.is_file():
                headers["content-encoding"] = encoding
                return FileResponse(packed, headers=headers, media_type=media_type)
        return FileResponse(file, headers=headers, media_type=media_type)


def _takes(accepted: str, encoding: str) -> bool:
    """Whether the browser named this encoding, and not with a `q` of 0."""
    for item in accepted.lower().split(","):
        name, _, parameter = item.partition(";")
        if name.strip() == encoding:
            return not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", parameter)
    return False


def _nothing() -> Response:
    return Response("there is no such file\n", 404, _HEADERS | {"cache-control": "no-store"}, media_type="text/plain")


__all__ = ["ExplorerPages", "content_security_policy", "explorer_folder"]
