import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RegionPack } from '../../src/region.js';

type District = RegionPack['districts'][number];

const district = (id: string, vi: string, type: string, more: Partial<District> = {}): District => ({
  id,
  name: { vi, en: vi },
  type,
  names: [],
  ...more,
});

const common: Omit<RegionPack, 'districts' | 'places'> = {
  id: 'hoa-binh',
  name: { vi: 'Hòa Bình', en: 'Hòa Bình' },
  aliases: [],
  time_zone: 'Asia/Ho_Chi_Minh',
  languages: ['vi', 'en'],
  digest_times: { citizen: '06:30', official: '06:45' },
  outside: [],
  sources: [
    {
      id: 'bao-thu',
      newspaper: { vi: 'Báo Thử', en: 'Thu News' },
      kind: 'feed',
      url: 'https://baothu.example/rss',
      every_minutes: 15,
    },
  ],
};

/** A part of Hòa Bình as it was in 2019. */
export const pack2019: RegionPack = {
  ...common,
  districts: [
    district('da-bac', 'Đà Bắc', 'huyện'),
    district('ky-son', 'Kỳ Sơn', 'huyện'),
    district('luong-son', 'Lương Sơn', 'huyện'),
    district('tp-hoa-binh', 'TP Hòa Bình', 'thành phố', { names: ['Hòa Bình'] }),
  ],
  places: [
    { name: 'Mông Hóa', type: 'xã', district: 'ky-son' },
    { name: 'Tân Pheo', type: 'xã', district: 'da-bac' },
  ],
};

const endOf2019 = { valid_to: '2019-12-31', successor: 'tp-hoa-binh' };

/** On 1 January 2020 the district Kỳ Sơn became part of the city. */
export const pack2020: RegionPack = {
  ...pack2019,
  districts: pack2019.districts.map((one) => (one.id === 'ky-son' ? { ...one, ...endOf2019 } : one)),
  places: [
    { name: 'Mông Hóa', type: 'xã', district: 'ky-son', valid_to: '2019-12-31' },
    { name: 'Mông Hóa', type: 'xã', district: 'tp-hoa-binh', valid_from: '2020-01-01' },
    { name: 'Tân Pheo', type: 'xã', district: 'da-bac' },
  ],
};

const ended = (successor?: string) => ({ valid_to: '2025-06-30', ...(successor && { successor }) });

/**
 * On 1 July 2025 all districts ended and larger communes took their place. Đà Bắc became several: `daBac` names the one
 * that stands for it, if any does.
 */
export const pack2025 = (daBac?: string): RegionPack => ({
  ...common,
  districts: [
    district('da-bac', 'Đà Bắc', 'huyện', ended(daBac)),
    district('ky-son', 'Kỳ Sơn', 'huyện', endOf2019),
    district('luong-son', 'Lương Sơn', 'huyện', ended('xa-luong-son')),
    district('tp-hoa-binh', 'TP Hòa Bình', 'thành phố', ended('phuong-hoa-binh')),
    district('phuong-hoa-binh', 'Phường Hòa Bình', 'phường'),
    district('xa-da-bac', 'Xã Đà Bắc', 'xã'),
    district('xa-luong-son', 'Xã Lương Sơn', 'xã'),
    district('xa-tan-pheo', 'Xã Tân Pheo', 'xã'),
  ],
  places: [],
});

/** Writes a pack as the folder that REGION names; returns its path. */
export function writePack(folder: string, name: string, pack: RegionPack): string {
  const dir = join(folder, name);
  mkdirSync(dir);
  const { districts, places, sources, ...region } = pack;
  const files = { region, districts, places, sources };
  for (const [file, value] of Object.entries(files))
    writeFileSync(join(dir, `${file}.json`), JSON.stringify(value));
  return dir;
}
