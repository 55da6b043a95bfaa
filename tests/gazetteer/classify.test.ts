import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Classification, classify, type Story } from '../../src/gazetteer/classify.js';
import { createGazetteer } from '../../src/gazetteer/gazetteer.js';
import { loadRegion, type RegionPack } from '../../src/region.js';
import { root } from '../../src/root.js';

const pack = loadRegion(join(root, 'regions/hoa-binh'));
const gazetteer = createGazetteer(pack);

const judge = (
  title: string,
  more: Partial<Omit<Story, 'published'>> & { on?: string } = {},
): Classification => {
  const { on, ...story } = more;
  return classify(gazetteer, { title, summary: '', published: on ? new Date(on) : undefined, ...story });
};
const districts = ({ matches }: Classification) => matches.map(({ district_id }) => district_id).join(' ');

describe('a district is named', () => {
  test.each([
    ['Huyện Đà Bắc mở lớp xóa mù chữ', 'da-bac'],
    ['Kim Bôi vào vụ nhãn', 'kim-boi'],
    ['Đưa chữ lên huyện vùng cao Đà Bắc', 'da-bac'],
    ['Huyện ủy Lạc Thủy họp phiên cuối năm', 'lac-thuy'],
    ['CAH Mai Châu tặng xe đạp', 'mai-chau'],
    ['H. Tân Lạc làm đường', 'tan-lac'],
    ['TP.Hòa Bình cấm xe tải', 'tp-hoa-binh'],
    ['Thành phố Hoà Bình sửa vỉa hè', 'tp-hoa-binh'],
    ['TPHB: Ngập sau mưa', 'tp-hoa-binh'],
    ['Các huyện Kim Bôi, Lạc Sơn và Yên Thủy thi đấu vật', 'kim-boi lac-son yen-thuy'],
    ['Đường nối TP Hòa Bình và các huyện Cao Phong, Tân Lạc', 'cao-phong tan-lac tp-hoa-binh'],
    ['Từ Đà Bắc đến Mai Châu bằng xe đạp', 'da-bac mai-chau'],
    ['Nếp nhà người Thái Mai Châu', 'mai-chau'],
    ['Trong tinh co Cao Phong va Da Bac trong cam', 'cao-phong da-bac'],
    ['LẠC SƠN: KHAI TRƯƠNG CHỢ MỚI', 'lac-son'],
    ['New clinic opens in Yen Thuy district', 'yen-thuy'],
    ['Huyen Luong Son phat dong trong cay', 'luong-son'],
    ['Hoa Binh City plants a park', 'tp-hoa-binh'],
  ])('%s', (title, expected) => {
    expect(districts(judge(title))).toBe(expected);
  });
});

describe('a commune stands for its district', () => {
  test.each([
    ['Xã Vũ Bình có nhà văn hóa mới', '2022-04-05', 'lac-son'],
    ['Thị trấn Bo trồng cây bóng mát', '2021-02-20', 'kim-boi'],
    ['Nhân dân các xã Tân Mai, Ba Khan và Phúc Sạn góp công', '2018-03-02', 'mai-chau'],
    [
      'Trao bò tại các xã Thung Nai, Bình Thanh (Cao Phong), Ngòi Hoa (Tân Lạc)',
      '2018-03-02',
      'cao-phong tan-lac',
    ],
    ['Tập huấn ở 3 xã: Cao Dương, Lương Sơn và Liên Sơn', '2025-09-01', 'luong-son'],
    ['Van Son commune (Tan Lac) welcomes walkers', '2023-01-01', 'tan-lac'],
    ['Đường lên Hang Kia - Pà Cò mùa hoa', undefined, 'mai-chau'],
    ['QL6 qua dốc Cun ùn tắc', undefined, 'cao-phong tp-hoa-binh'],
  ])('%s', (title, on, expected) => {
    expect(districts(judge(title, { on }))).toBe(expected);
  });

  test('its parentheses are part of the evidence, and the district in them is not told twice', () => {
    expect(judge('Nghề dệt ở xã Chiềng Châu (Mai Châu)').matches).toEqual([
      { district_id: 'mai-chau', score: 1, evidence: ['xã Chiềng Châu (Mai Châu)'] },
    ]);
  });

  test('a commune the pack does not have is in the district of its parentheses', () => {
    expect(districts(judge('Xã Sơn Lập (Đà Bắc) đón điện lưới'))).toBe('da-bac');
  });
});

describe('one name, several places', () => {
  test.each([
    ['Xã Tân Thành có bác sĩ', '2018-06-10', 'luong-son'],
    ['Xã Tân Thành có bác sĩ', '2022-06-10', 'mai-chau'],
    ['Xã Mông Hóa mở bưu điện', '2018-08-08', 'ky-son'],
    ['Xã Mông Hóa mở bưu điện', '2023-08-08', 'tp-hoa-binh'],
    ['Phường Thống Nhất dọn kênh', '2022-05-10', 'tp-hoa-binh'],
    ['Xã Thống Nhất dọn kênh', '2022-05-10', 'lac-thuy'],
    ['Xã Cao Sơn làm đường', '2018-01-01', 'da-bac'],
    ['Xã Cao Sơn (Lương Sơn) làm đường', '2022-01-01', 'luong-son'],
    ['Xã Hang Kia cũ giữ nghề giấy', '2025-10-02', 'mai-chau'],
    ['Xã Đà Bắc, tỉnh Phú Thọ khai giảng', '2025-09-05', 'da-bac'],
    ['Các xã Đà Bắc, Mai Châu họp trước ngày sáp nhập', '2025-06-20', 'da-bac mai-chau'],
  ])('%s (%s) is in %s', (title, on, expected) => {
    expect(districts(judge(title, { on }))).toBe(expected);
  });

  test('is not guessed when nothing settles it', () => {
    const open = judge('Xã Cao Sơn họp bàn chuyện nước sạch', { on: '2022-01-01' });
    expect(open).toMatchObject({ matches: [], scope: 'uncertain', uncertain: true });
  });

  test('is settled by the district that the story names anyway', () => {
    const summary = 'Lãnh đạo huyện Đà Bắc dự họp.';
    expect(districts(judge('Xã Cao Sơn họp bàn chuyện nước', { on: '2022-01-01', summary }))).toBe('da-bac');
  });
});

describe('what only looks like a place', () => {
  test.each([
    ['Đồng chí Nguyễn Cao Phong nhận huy hiệu'],
    ['Ca sĩ Mai Châu hát ở nhà văn hóa'],
    ['Chị Mai Châu, ông Lê Kim Bôi và cháu Trần Thị Hòa Bình'],
    ['Chủ tịch UBND xã Bùi Văn Lạc trò chuyện'],
    ['Công ty TNHH Tân Lạc Phát trao quà'],
    ['Thực đơn phong phú, phụ huynh đồng tâm góp rau'],
    ['Dinh Thống Nhất mở cửa, báo Tiền Phong đưa tin'],
    ['Chợ Bo họp phiên'],
    ['Thôn Mai Châu mất nước'],
  ])('%s', (title) => {
    expect(judge(title).matches).toEqual([]);
  });

  test('peace is not the province', () => {
    const peace = judge('Liên hợp quốc kêu gọi giữ gìn hòa bình', {
      summary: 'Việt Nam cử thêm một đội công binh.',
    });
    expect(peace).toMatchObject({ matches: [], scope: 'outside', outside: true });
  });
});

describe('news from elsewhere', () => {
  test.each([
    ['Lũ quét ở Kỳ Sơn', 'Huyện Kỳ Sơn (Nghệ An) huy động lực lượng. Kỳ Sơn còn mưa.'],
    ['Lũ quét ở Kỳ Sơn', 'Huyện Kỳ Sơn, Nghệ An, huy động lực lượng.'],
    ['Xã Cao Phong được mùa cá', 'Xã Cao Phong, huyện Sông Lô, tỉnh Vĩnh Phúc có 80 ha ao.'],
    ['Xã Lương Sơn (Yên Lập) hái chè', ''],
    ['Hải Phòng: Phường Hòa Bình mở phố đi bộ', ''],
    ['Được mùa hồi', 'Các xã Sơn Phú, Vĩnh An, Cao Sơn (Na Rì) phấn khởi.'],
    [
      'Bắt hai người chở pháo',
      'Tại huyện Mộc Châu (Sơn La), bắt hai người trú tại xã Pà Cò, huyện Mai Châu, tỉnh Hòa Bình.',
    ],
  ])('%s %s', (title, summary) => {
    expect(judge(title, { summary })).toMatchObject({ matches: [], scope: 'outside' });
  });

  test('of the same new province is not ours', () => {
    const story = judge('Xã Xuân Viên gặt lúa sớm', {
      summary: 'Xã Xuân Viên, tỉnh Phú Thọ.',
      on: '2025-09-12',
    });
    expect(story.scope).toBe('outside');
    expect(judge('Xã Hiền Lương, tỉnh Phú Thọ, giữ rừng cọ').scope).toBe('outside');
  });

  test('does not hide what is ours in it', () => {
    const summary = 'Huyện Lạc Thủy ký quy chế với huyện Nho Quan (Ninh Bình).';
    expect(districts(judge('Cùng giữ rừng', { summary }))).toBe('lac-thuy');
  });

  test.each([
    ['Khởi công cầu mới', 'UBND tỉnh duyệt dự án.'],
    ['Giá vàng giảm', 'Thị trường trầm lắng.'],
    ['Kẹt xe trên đường Hòa Bình', ''],
    ['Tập đoàn Xây dựng Hòa Bình họp cổ đông', ''],
  ])('in another newspaper: %s %s', (title, summary) => {
    expect(judge(title, { summary, url: 'https://bao.example/a.htm' }).scope).toBe('outside');
  });

  test('is not ours by where a suspect comes from', () => {
    const summary = 'Nghi phạm quê Hòa Bình bị bắt tại quận Hà Đông.';
    expect(judge('Bắt kẻ cướp ở Hà Nội', { summary }).scope).toBe('outside');
  });

  test('a landmark of ours counts in another newspaper, unless that names another province', () => {
    const from = (title: string) => districts(judge(title, { url: 'https://bao.example/a.htm' }));
    expect(from('Sương mù trên đèo Thung Khe')).toBe('mai-chau');
    expect(from('Lễ chùa Tiên ở Lạng Sơn')).toBe('');
  });

  test('a newspaper that is called by the province is no stranger, whatever its host', () => {
    const from = (newspaper: string) =>
      judge('Toàn tỉnh gieo cấy xong', { url: 'https://bao.example/a', newspaper });
    expect(from('Đài PT&TH Hòa Bình').scope).toBe('province_wide');
    expect(from('Báo Núi').scope).toBe('outside');
  });

  test('a name that exists elsewhere counts in our own newspaper, not in another', () => {
    const from = (url: string) => districts(judge('Huyện Kỳ Sơn họp hội thao', { url }));
    expect(from('https://www.baohoabinh.com.vn/11/1/a.htm')).toBe('ky-son');
    expect(from('https://bao.example/a.htm')).toBe('');
    expect(from('not an address')).toBe('ky-son');
  });
});

describe('the whole province', () => {
  test.each([
    ['Toàn tỉnh có thêm 12 trường đạt chuẩn', ''],
    ['Hòa Bình đón hai triệu khách', ''],
    ['Sở Y tế kiểm tra nhà thuốc', ''],
    ['Các huyện, thành phố chuẩn bị tòng quân', ''],
    ['Mực nước hồ Hòa Bình lên nhanh', ''],
    ['Chỉ số giá tháng 7 tăng', 'Giá trên địa bàn tỉnh tăng nhẹ.'],
    ['Bí thư Tỉnh ủy Bùi Văn Lạc tiếp dân', ''],
    ['Cac huyen, thanh pho giao quan', ''],
  ])('%s', (title, summary) => {
    const found = judge(title, { summary });
    expect(found).toMatchObject({ matches: [], scope: 'province_wide', province_wide: true });
    expect(found.evidence).toHaveLength(1);
  });

  test('a list article has its districts too', () => {
    const summary = 'Nhiệt độ đo được: Kim Bôi 38 độ, Mai Châu 37 độ, Lạc Sơn 39 độ.';
    const list = judge('Nắng nóng trên địa bàn tỉnh', { summary });
    expect([list.scope, districts(list)]).toEqual(['province_wide', 'kim-boi lac-son mai-chau']);
  });

  test('a provincial office at work in one district is that district’s news', () => {
    const summary = 'Trung tâm Xúc tiến tỉnh Hòa Bình mở hội chợ ở huyện Cao Phong.';
    expect(judge('Mở hội chợ cam', { summary }).scope).toBe('local');
  });

  test('is not meant where it only says where an accident was', () => {
    expect(judge('Hòa Bình: Xe khách lao xuống vực').scope).toBe('uncertain');
  });

  test('is what our own newspaper means, wherever its people travel', () => {
    const own = { url: 'https://baohoabinh.com.vn/a.htm' };
    const summary = 'Đoàn công tác của tỉnh thăm tỉnh Sơn La.';
    expect(judge('Học cách giữ rừng', { summary, ...own }).scope).toBe('province_wide');
    expect(judge('Học cách giữ rừng', { summary: 'Tỉnh ủy Sơn La ra nghị quyết.', ...own }).scope).toBe(
      'outside',
    );
  });

  test.each([
    'Tỉnh lộ 437 xuống cấp',
    'Tinh lo 437 xuong cap',
    'Các tỉnh miền Bắc trở rét',
    'Đường tỉnh 435 sạt lở',
  ])('%s names no province', (title) => {
    expect(judge(title).province_wide).toBe(false);
  });
});

describe('a name in this story', () => {
  test.each([
    ['Cao Phong thành xã kiểu mẫu', 'Xã Cao Phong (Sông Lô, Vĩnh Phúc) đạt chuẩn.', 'outside'],
    ['Xã Lâm Sơn vào mùa nho', 'Xã Lâm Sơn (Ninh Sơn, Ninh Thuận) có 200 ha nho.', 'outside'],
    ['Chợ trâu cuối năm', 'Chợ họp ở thị trấn Mường Xén, huyện Kỳ Sơn.', 'outside'],
    ['Đà Nẵng: Khai trương khách sạn Mai Châu', 'Khách sạn cao 20 tầng.', 'outside'],
    ['VĐV Phạm Ngọc Sơn thắng chặng đầu', 'Ngọc Sơn về đích sau hai giờ.', 'uncertain'],
    ['Nêu gương Độc Lập, Tự Do', 'Ban Dân vận Tỉnh ủy tổng kết.', 'province_wide'],
    ['THÀNH LẬP BAN CHỈ ĐẠO CỦA TỈNH', 'Ban có 25 thành viên.', 'province_wide'],
    ['LỰC LƯỢNG GÌN GIỮ HÒA BÌNH VIỆT NAM LÊN ĐƯỜNG', 'Máy bay rời sân bay Nội Bài.', 'outside'],
    ['Cháy rừng lúc nửa đêm ở Hòa Bình', 'Hàng trăm người dập lửa.', 'uncertain'],
  ])('%s is no district’s', (title, summary, scope) => {
    const found = judge(title, { summary, on: '2022-03-03' });
    expect([found.scope, districts(found)]).toEqual([scope, '']);
  });

  test.each([
    ['Huyện Đà Bẳc sửa cầu treo', 'da-bac'],
    ['HUYỆN KIM BÔI: SẠT LỞ ĐƯỜNG', 'kim-boi'],
    ['Chị Hoàng Kim Bôi mở quán ở Kim Bôi', 'kim-boi'],
    ['🍊Cao Phong được mùa🎉', 'cao-phong'],
    ['Lũng Vân mùa lúa chín', 'tan-lac'],
    ['Ngủ lại một đêm ở Lũng Vân', 'tan-lac'],
  ])('%s is', (title, expected) => {
    expect(districts(judge(title, { on: '2022-03-03' }))).toBe(expected);
  });

  test('in a paper of the whole country a commune’s alone is not enough', () => {
    const url = 'https://baokhac.example/tin.htm';
    expect(judge('Xã Tân Thành giúp hộ nghèo', { on: '2022-03-03', url }).scope).toBe('uncertain');
    expect(districts(judge('Xã Tân Thành giúp hộ nghèo', { on: '2022-03-03' }))).toBe('mai-chau');
    const near = { on: '2022-03-03', url: 'https://hoabinh.example/tin.htm' };
    expect(districts(judge('Xã Tân Thành giúp hộ nghèo', near))).toBe('mai-chau');
  });
});

describe('the section', () => {
  test('is read where title and lead leave the place open, else the folders of the address', () => {
    expect(districts(judge('Người chèo đò', { section: 'Huyện Mai Châu' }))).toBe('mai-chau');
    expect(districts(judge('Người chèo đò', { url: 'https://baokhac.example/da-bac/a.htm' }))).toBe('da-bac');
    expect(districts(judge('Huyện Lạc Sơn mở chợ', { section: 'Mai Châu' }))).toBe('lac-son');
  });

  test('about anything else says nothing', () => {
    for (const section of ['Hòa Bình', 'Xã hội', 'Trong tỉnh'])
      expect(judge('Người chèo đò', { section }).scope).toBe('uncertain');
  });
});

describe('people in the news', () => {
  test.each([
    ['Va chạm ở phường Tân Thịnh', 'Chị Q.T.H. (35 tuổi, trú tại xã Mông Hóa) bị thương.', 'tp-hoa-binh'],
    [
      'Bắt người chở ma túy',
      'Tại xã Đồng Tân bắt Giàng A T. (SN 1989, trú tại huyện Vân Hồ, tỉnh Sơn La).',
      'mai-chau',
    ],
    [
      'Xe máy đâm xe tải',
      'Ở xã Bảo Hiệu, Q.V.H. (19 tuổi, ở huyện Như Xuân, tỉnh Thanh Hóa) bị thương.',
      'yen-thuy',
    ],
    ['Xe máy đâm xe tải', 'Ở xã Bảo Hiệu, anh Q.V.H. (ở huyện Như Xuân, Thanh Hóa) ngã xe.', 'yen-thuy'],
    ['Xe đầu kéo đâm nhà', 'Ở ngã ba Tòng Đậu, tài xế (quê Thái Bình) bị thương nhẹ.', 'mai-chau'],
    ['Bat ke trom', 'Tai xa Dong Tan bat anh Lo Van T. (tru tai huyen Van Ho, tinh Son La).', 'mai-chau'],
  ])('who come from another province do not move it there: %s %s', (title, summary, expected) => {
    expect(districts(judge(title, { summary, on: '2022-03-03' }))).toBe(expected);
  });

  test('nor do the neighbours that a place is said to border on', () => {
    const summary = 'Cụm an toàn giáp ranh gồm xã Hòa Sơn và xã Đông Yên (Quốc Oai, Hà Nội).';
    expect(districts(judge('Thị trấn Lương Sơn giữ bình yên', { summary, on: '2022-03-03' }))).toBe(
      'luong-son',
    );
  });
});

describe('a commune without its unit word', () => {
  test.each([
    ['Nông dân Xăm Khòe nuôi cá', 'mai-chau'],
    ['Đèn mới ở ngã ba Tòng Đậu', 'mai-chau'],
    ['Rải nhựa đường Trung Minh - Yên Mông', 'tp-hoa-binh'],
    ['TOÀN DÂN ĐOÀN KẾT, XUỐNG ĐỒNG RUỘNG', ''],
    ['HUYỆN VÙNG CAO ĐÀ BẮC THÀNH ĐIỂM DỪNG CHÂN', 'da-bac'],
    ['SẠT LỞ NGHIÊM TRỌNG TỈNH LỘ 433', 'da-bac'],
  ])('%s', (title, expected) => {
    expect(districts(judge(title, { on: '2021-08-08' }))).toBe(expected);
  });
});

test('a commune of a district that is gone is where its people are now, unless the story names that district', () => {
  const title = 'Trạm y tế xã Dân Hòa cũ mở lại';
  expect(districts(judge(title, { on: '2018-03-03' }))).toBe('ky-son');
  expect(districts(judge(title, { on: '2022-03-03' }))).toBe('tp-hoa-binh');
  expect(districts(judge(title, { on: '2022-03-03', summary: 'Trạm từng thuộc huyện Kỳ Sơn.' }))).toBe(
    'ky-son',
  );
});

describe('the signature of a lead', () => {
  test.each(['(HBĐT) - ', '(HBDDT) -', '(HBĐT)-'])('%s is of our own newspaper', (signature) => {
    const url = 'https://baokhac.example/tin.htm';
    const story = { summary: `${signature}Trạm y tế xã có bác sĩ.`, on: '2022-03-03', url };
    expect(districts(judge('Xã Tân Thành thêm giường bệnh', story))).toBe('mai-chau');
  });

  test.each(['TTXVN - ', '(TTXVN) '])('%s is of the whole country', (signature) => {
    const summary = `${signature}Các đại biểu thảo luận ở hội trường.`;
    expect(judge('Thông qua luật mới', { summary }).scope).toBe('outside');
  });
});

describe('the body', () => {
  test('is read where title and lead leave the place open, up to the other news', () => {
    const body = 'Trường nằm ở xã Cao Sơn (Đà Bắc).\nCác tin khác\nHuyện Lạc Sơn khởi công chợ';
    expect(districts(judge('Ngôi trường bên suối', { body }))).toBe('da-bac');
  });

  test('is read for a story of another paper too, before it counts as one from elsewhere', () => {
    const story = { url: 'https://baokhac.example/a.htm', body: 'Trường nằm ở xã Cao Sơn (Đà Bắc).' };
    expect(districts(judge('Ngôi trường bên suối', story))).toBe('da-bac');
    expect(judge('Ngôi trường bên suối', { url: story.url }).scope).toBe('outside');
  });

  test('is about the place it names most, not where somebody once was', () => {
    const body =
      'Ông Ấm, xã Bảo Hiệu (Yên Thủy), trồng bưởi. Giống mang từ Tân Lạc về. Ông đi học ở Cao Phong, Lương Sơn.';
    expect(districts(judge('Vườn bưởi của người lính', { body, on: '2022-03-03' }))).toBe('yen-thuy');
  });

  test('adds nothing where they do not', () => {
    expect(districts(judge('Huyện Lạc Sơn mở chợ', { body: 'Khách từ huyện Kim Bôi sang.' }))).toBe(
      'lac-son',
    );
  });
});

test('a place where someone lives counts less than the place of the news', () => {
  const story = judge('Bệnh viện huyện Lạc Sơn cứu sản phụ', {
    summary: 'Chị trú tại xã Mỹ Hòa, huyện Tân Lạc.',
  });
  expect(story.matches.map(({ district_id, score }) => [district_id, score])).toEqual([
    ['lac-son', 1],
    ['tan-lac', 0.36],
  ]);
});

test('neighbours that a description lists are not its subject', () => {
  const summary = 'Xã Đồng Bảng phía Đông giáp xã Phú Cường (huyện Tân Lạc).';
  expect(districts(judge('Xã Đồng Bảng giữa núi', { summary, on: '2018-10-10' }))).toBe('mai-chau');
});

describe('spelling', () => {
  test.each([
    ['composed and decomposed letters', (text: string) => text.normalize('NFD')],
    ['the tone on either vowel', (text: string) => text.replaceAll('ủy', 'uỷ').replaceAll('òa', 'oà')],
    ['an Icelandic Đ', (text: string) => text.replaceAll('Đ', 'Ð')],
    ['hard spaces and invisible ones', (text: string) => text.replaceAll(' ', '\u00A0\u200B')],
  ])('%s read alike', (_, spell) => {
    for (const title of ['Huyện Đà Bắc', 'Lạc Thủy mở hội', 'TP Hòa Bình', 'xã Yên Hòa (Đà Bắc)'])
      expect(districts(judge(spell(title)))).toBe(districts(judge(title)));
  });
});

const words = fc.constantFrom(
  ...'huyện xã các phường TP tỉnh Hòa Bình Kỳ Sơn Nghệ An Đà Bắc Cao Phong Yên Lập Cun dốc ( ) , và - : . thuộc trú giáp 3 “'.split(
    ' ',
  ),
);

test('no text breaks it, and what it answers fits together', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words, { maxLength: 40 }).map((list) => list.join(' ')),
  );
  const ids = pack.districts.map(({ id }) => id);
  fc.assert(
    fc.property(texts, texts, fc.date({ noInvalidDate: true }), (title, summary, published) => {
      const answer = classify(gazetteer, { title, summary, published });
      const found = answer.matches.map(({ district_id }) => district_id);
      expect(found).toEqual(ids.filter((id) => found.includes(id)));
      for (const { score, evidence } of answer.matches) {
        expect(score > 0 && score <= 1).toBe(true);
        expect(evidence.length).toBeGreaterThan(0);
      }
      if (answer.outside || answer.uncertain) expect(found).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test.each(['Đà Bắc (Cao Phong, ', 'Đà Bắc, '])(
  'a long text of names in names is read to its end: %s',
  (names) => {
    expect(() => classify(gazetteer, { title: '', summary: names.repeat(20_000) })).not.toThrow();
  },
);

test('a town and the district around it may share a name: a commune of the pack tells them apart', () => {
  const twins = createGazetteer({
    ...pack,
    districts: [
      { id: 'tp-bo-lau', name: { vi: 'TP Bờ Lau' }, type: 'thành phố', names: [] },
      { id: 'bo-lau', name: { vi: 'Bờ Lau' }, type: 'huyện', names: [] },
    ],
    places: [{ name: 'Mỹ Lý', type: 'xã', district: 'bo-lau' }],
  });
  const ask = (title: string) => districts(classify(twins, { title, summary: '' }));
  expect(ask('Xã Mỹ Lý (Bờ Lau) làm đường')).toBe('bo-lau');
  expect(ask('TP Bờ Lau mở phố, huyện Bờ Lau gặt lúa')).toBe('tp-bo-lau bo-lau');
  expect(ask('Bờ Lau vào mùa nước')).toBe('');
});

test('another province needs nothing but its pack', () => {
  const other: RegionPack = {
    id: 'tinh-nui',
    name: { vi: 'Tỉnh Sơn Vũ', en: 'Sơn Vũ' },
    aliases: [],
    time_zone: 'Asia/Ho_Chi_Minh',
    languages: ['vi'],
    digest_times: { citizen: '06:30', official: '06:45' },
    outside: ['Hòa Bình'],
    districts: [
      { id: 'thung-xa', name: { vi: 'Thung Xa' }, type: 'huyện', names: [] },
      { id: 'tp-son-vu', name: { vi: 'TP Sơn Vũ' }, type: 'thành phố', names: [] },
      { id: 'da-coi', name: { vi: 'Đa Cói' }, type: 'thị xã', names: [] },
    ],
    places: [
      { name: 'Khe Lim', type: 'xã', district: 'thung-xa' },
      { name: 'Vân An', type: 'xã', district: 'thung-xa' },
      { name: 'Vân An', type: 'phường', district: 'da-coi' },
    ],
    sources: [],
  };
  const there = createGazetteer(other);
  const ask = (title: string) => classify(there, { title, summary: '' });
  expect(districts(ask('Xã Khe Lim mở chợ'))).toBe('thung-xa');
  expect(districts(ask('TP Sơn Vũ sửa cầu'))).toBe('tp-son-vu');
  expect(districts(ask('Thị xã Đa Cói và huyện Thung Xa thi bơi'))).toBe('thung-xa da-coi');
  expect(districts(ask('Phường Vân An dọn kênh'))).toBe('da-coi');
  expect(districts(ask('Xã Vân An (Thung Xa) dọn kênh'))).toBe('thung-xa');
  expect(districts(ask('Huyện Đà Bắc dọn kênh'))).toBe('');
  expect(ask('Sơn Vũ được mùa').scope).toBe('province_wide');
  expect(ask('Tỉnh Hòa Bình được mùa').scope).toBe('outside');
});

test('a unit word that ends a sentence takes no name from the next one', () => {
  const found = judge('Hội thi đọc sách chọn được 20 đội', {
    summary: 'Hội thi có học sinh các trường toàn tỉnh. Vòng cuối diễn ra vào tháng 12.',
  });
  expect([found.scope, found.evidence]).toEqual(['province_wide', ['toàn tỉnh']]);
});
