import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';

/** Latin, Cyrillic and Persian. */
export const FONT_NAME = 'DejaVu Sans';

const fontFile = (name: string): string =>
  fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));

/** The machine's own fonts are not asked: slim ones have none. */
const FONT = {
  fontFiles: [fontFile('DejaVuSans'), fontFile('DejaVuSans-Bold')],
  loadSystemFonts: false,
  defaultFontFamily: FONT_NAME,
};

/** A drawing as a picture for a chat. @throws {Error} for what is no SVG. */
export const svgPng = (svg: string): Buffer => new Resvg(svg, { font: FONT }).render().asPng();
