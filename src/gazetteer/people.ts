import { isIn, isJoined, startsSentence, type Text, type Word, wordSet } from './words.js';

// The common Vietnamese surnames, without those that are ordinary words before a place: 'Hồ', 'Từ', 'Đoàn', 'Thái'.
const surnames = wordSet(
  'nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ ngô dương lý đinh quách hà lường sùng giàng triệu ' +
    'lương mai cao tạ trịnh đào chu phùng kiều đàm nghiêm tống vương lưu',
);
// Where all is in capitals only these tell a person from 'VÙNG CAO ĐÀ BẮC' and 'NGHIÊM TRỌNG'.
const certainSurnames = wordSet('nguyễn trần phạm huỳnh bùi đặng đinh quách');
// Not by their bare letters: 'co' is rather 'có', 'bac' rather 'bắc'.
const addresses = new Set('ông bà anh chị em cô chú bác cụ cháu bé thầy chí mr mrs ms'.split(' '));

const titles = new Set(
  'ca sĩ,nhạc sĩ,họa sĩ,diễn viên,người mẫu,hoa hậu,á hậu,đại úy,thượng úy,trung úy,thiếu úy,đại tá,thượng tá,trung tá,thiếu tá'.split(
    ',',
  ),
);

/** True if the words from `start` are a given name: 'Nguyễn Cao Phong', 'chị Mai Châu', 'ca sĩ Mai Châu'. */
export function isGivenName(text: Text, start: number): boolean {
  const { words } = text;
  const previous = words[start - 1];
  if (!isJoined(words[start]) || !previous) return false;
  if (addresses.has(previous.key) || titles.has(`${words[start - 2]?.key} ${previous.key}`)) return true;
  // A surname, at most one middle name, the given name.
  return [start - 1, start - 2].some((position) => {
    const word = words[position];
    return (
      word !== undefined &&
      isIn(text.shouted ? certainSurnames : surnames, text, word) &&
      word.capital &&
      words.slice(position, start).every((part) => part.capital) &&
      words.slice(position + 1, start + 1).every(isJoined)
    );
  });
}

/** True if a person's full name begins here: 'UBND xã Bùi Văn Lạc' names no commune. */
export function isFullName(text: Text, run: readonly Word[]): boolean {
  return run.length >= 3 && isIn(surnames, text, run[0]);
}

/**
 * True if the name that ends before `end` is only the beginning of a longer one, such as a company's:
 * 'Công ty TNHH Tân Lạc Phát'.
 */
export function goesOn(text: Text, end: number): boolean {
  const { words } = text;
  const next = words[end];
  return (
    next !== undefined &&
    isJoined(next) &&
    next.capital &&
    // An abbreviation, or a letter that tells schools apart: 'THPT Lạc Thủy A'.
    !next.allCapitals &&
    next.key.length > 1 &&
    !isIn(surnames, text, next) &&
    !startsSentence(words, end)
  );
}

const institutions = wordSet('báo dinh đường phố giải cúp ty hãng nhựa sạn hiệu xứ trào khối đội');

/** True behind a word for something that bears a fine name without being there: 'báo Tiền Phong', 'dinh Thống Nhất'. */
export function isNamedAfter(text: Text, start: number): boolean {
  return isJoined(text.words[start]) && isIn(institutions, text, text.words[start - 1]);
}

/** True behind a word for what bears a province's name in any other: 'đường Hòa Bình', 'Tập đoàn Xây dựng Hòa Bình'. */
export function isNamesake(text: Text, start: number): boolean {
  const { words } = text;
  let first = start;
  while (first > Math.max(0, start - 4) && isJoined(words[first])) first--;
  const before = words.slice(first, start).map(({ key }) => key);
  return /(?:^| )(?:đường|phố|công viên|tập đoàn(?: .*)?)$/.test(before.join(' '));
}
