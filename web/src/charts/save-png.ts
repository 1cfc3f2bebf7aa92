interface PictureLine {
  label: string;
  colour: string;
  dash: readonly number[];
}

const LINE_PX = 22;
const EDGE_PX = 12;

/** Saves a drawn chart with its title and its legend as a picture. */
export function savePng(drawn: HTMLCanvasElement, title: string, lines: readonly PictureLine[], filename: string): void {
  const scale = drawn.width / drawn.clientWidth;
  const [line, edge] = [LINE_PX * scale, EDGE_PX * scale];
  const picture = document.createElement('canvas');
  picture.width = drawn.width + 2 * edge;
  picture.height = drawn.height + line * (lines.length + 2) + edge;
  const pen = picture.getContext('2d');
  if (pen === null) return;
  const style = getComputedStyle(drawn);
  pen.fillStyle = getComputedStyle(document.body).backgroundColor;
  pen.fillRect(0, 0, picture.width, picture.height);
  pen.drawImage(drawn, edge, line * 1.5);
  pen.fillStyle = style.color;
  pen.font = `600 ${String(15 * scale)}px ${style.fontFamily}`;
  pen.fillText(title, edge, line);
  pen.font = `${String(12 * scale)}px ${style.fontFamily}`;
  lines.forEach(({ label, colour, dash }, at) => {
    const y = drawn.height + line * (at + 2);
    pen.strokeStyle = colour;
    pen.lineWidth = 3 * scale;
    pen.setLineDash(dash.map((length) => length * scale));
    pen.beginPath();
    pen.moveTo(edge, y - 4 * scale);
    pen.lineTo(edge + 30 * scale, y - 4 * scale);
    pen.stroke();
    pen.fillText(label, edge + 38 * scale, y);
  });
  const link = document.createElement('a');
  link.download = filename;
  link.href = picture.toDataURL('image/png');
  link.click();
}
