// The picture as a file: sigma's layers on one canvas, as they are on the screen.
import type Sigma from "sigma";

const LAYERS = ["edges", "edgeLabels", "nodes", "labels"]; // not what follows the mouse

/** The nodes within the part of the plane that is on the screen. */
export function inView(sigma: Sigma): Set<string> {
  const { width, height } = sigma.getDimensions();
  const seen = sigma.getGraph().filterNodes((node, at) => {
    const { x, y } = sigma.graphToViewport({ x: at["x"], y: at["y"] });
    const size = sigma.scaleSize(sigma.getNodeDisplayData(node)?.size ?? 0);
    // A label stands to the right of its node: who is left of the picture may be read in it.
    return x + width >= 0 && x - size <= width && y + size >= 0 && y - size <= height;
  });
  return new Set(seen);
}

/** A PNG of what sigma shows now, on the colour behind it. */
export async function pngOf(sigma: Sigma, background: string): Promise<Blob> {
  const layers = sigma.getCanvases();
  const first = layers["nodes"];
  if (!first) throw new Error("there is no picture");
  const canvas = document.createElement("canvas");
  canvas.width = first.width;
  canvas.height = first.height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("there is no canvas to draw on");
  context.fillStyle = background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  sigma.refresh(); // a WebGL layer can be read in the task in which it was drawn, and is empty afterwards
  for (const name of LAYERS) {
    const layer = layers[name];
    if (layer) context.drawImage(layer, 0, 0, canvas.width, canvas.height);
  }
  return blobOf(canvas);
}

/** A canvas as a PNG: what is on it when this is called. */
export async function blobOf(canvas: HTMLCanvasElement): Promise<Blob> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the browser made no picture");
  return blob;
}
