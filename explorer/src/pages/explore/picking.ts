// Which node is under the mouse. sigma reads that back from the graphics card at each move, and the page waits until
// everything before it is drawn; where the nodes stand is known here all the same.
import type Sigma from "sigma";

type Spot = { x: number; y: number };

const FINGER_PIXELS = 14; // beside a disc: with it the smallest is as wide as a finger needs (WCAG 2.5.8)

/** Let `sigma` look in the graph instead. Its method is private: the version is pinned, and the stories press nodes. */
export function pickByPlace(sigma: Sigma): void {
  const picking = sigma as unknown as { getNodeAtPosition: (spot: Spot) => string | null };
  let slack = 0;
  const look = ({ pointerType }: PointerEvent) => {
    slack = pointerType === "touch" ? FINGER_PIXELS : 0;
  };
  sigma.getContainer().addEventListener("pointerdown", look, { capture: true });
  picking.getNodeAtPosition = (spot) => nodeAt(sigma, spot, slack);
}

/** The node whose disc is under a point of the screen, or `slack` pixels beside; of several the one whose middle is nearest. */
function nodeAt(sigma: Sigma, { x, y }: Spot, slack: number): string | null {
  const here = sigma.viewportToGraph({ x, y });
  const beside = sigma.viewportToGraph({ x: x + 1, y });
  const pixel = Math.hypot(beside.x - here.x, beside.y - here.y);
  let found: string | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  sigma.getGraph().forEachNode((id, at) => {
    const distance = Math.hypot(at["x"] - here.x, at["y"] - here.y);
    if (distance < nearest && distance <= (sigma.scaleSize(at["size"]) + slack) * pixel) {
      found = id;
      nearest = distance;
    }
  });
  return found;
}
