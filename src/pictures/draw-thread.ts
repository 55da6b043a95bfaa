import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { Resvg } from '@resvg/resvg-js';
import type { Drawing } from './drawing.js';
import { drawShareCard } from './share-card.js';
import { drawMap } from './tile-map.js';

const require = createRequire(import.meta.url);
// Shipped with the program: servers have no fonts, or none with Vietnamese letters.
const fontFiles = [
  require.resolve('@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf'),
  require.resolve('@expo-google-fonts/be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold.ttf'),
];

function render(drawing: Drawing): Buffer {
  const svg = drawing.kind === 'map' ? drawMap(drawing) : drawShareCard(drawing);
  const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: 'Be Vietnam Pro' };
  return new Resvg(svg, { font }).render().asPng();
}

// The thread of draw.ts: one picture, and its end.
parentPort?.postMessage(render(workerData as Drawing));
