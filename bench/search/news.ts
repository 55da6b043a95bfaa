import type { RegionPack } from '../../src/region.js';

// What provincial newspapers write of, the commonest first.
const phrases = (
  'huyện,xã,tỉnh,người dân,phát triển,xây dựng,tổ chức,thành phố,công tác,hội nghị,kinh tế,nông thôn mới,' +
  'đảng bộ,ủy ban nhân dân,hội đồng nhân dân,lãnh đạo,chỉ đạo,triển khai,thực hiện,kế hoạch,năm học,trường học,học sinh,giáo viên,' +
  'sản xuất,nông nghiệp,chăn nuôi,trồng trọt,giống lúa,cây cam,cây mía,rừng phòng hộ,du lịch,cộng đồng,văn hóa,lễ hội,dân tộc Mường,' +
  'cồng chiêng,nhà văn hóa,bệnh viện,trạm y tế,tiêm chủng,bảo hiểm y tế,bảo hiểm xã hội,hộ nghèo,hộ cận nghèo,vay vốn,ngân hàng chính sách,' +
  'giao thông,tai nạn,đường tỉnh,cầu treo,ngầm tràn,mưa lũ,lũ quét,sạt lở đất,cứu hộ,công an,ma túy,hình sự,xét xử,tòa án,quân sự,' +
  'tuyển quân,thanh niên,phụ nữ,nông dân,cựu chiến binh,mặt trận tổ quốc,bầu cử,đại biểu,cử tri,tiếp xúc,giải phóng mặt bằng,khu công nghiệp,' +
  'doanh nghiệp,hợp tác xã,sản phẩm,xuất khẩu,thị trường,giá cả,điện lực,nước sạch,môi trường,rác thải,hồ thủy điện,sông Đà,nuôi cá lồng,' +
  'bóng đá,thể thao,giải chạy,bóng chuyền,đất đai,quy hoạch,chuyển đổi số,thủ tục hành chính,cải cách,khen thưởng,tuyên dương,kỷ niệm,khánh thành'
).split(',');
const small =
  'và,của,có,được,trên,trong,các,những,cho,với,đã,đang,sẽ,từ,đến,là,tại,về,theo,này,khi,để,một,nhiều'.split(
    ',',
  );
const onsets = 'b,c,ch,d,đ,g,gi,h,kh,l,m,n,ng,nh,ph,qu,r,s,t,th,tr,v,x'.split(',');
const rimes =
  'a,à,á,ả,ã,ạ,ai,ái,an,àn,án,ang,àng,anh,ao,áo,au,ay,ăn,ắc,ắt,âm,ân,ấp,ất,ậu,ây,e,en,ê,ên,i,iên,iện,iều,inh,o,oa,òa,oan,oi,ong,ông,ốc,ôi,ơ,ơi,ơn,u,ù,ú,ung,uôi,uốc,ươi,ương,ường,ươc,ước,ưu'.split(
    ',',
  );

export interface Article {
  address: string;
  title: string;
  summary: string;
  published_at: Date;
}

/** Made-up news of seven years to `until`, the words as unevenly common as in real ones; the same at every run. */
export function* makeNews(pack: RegionPack, count: number, until: Date): Generator<Article> {
  const random = numbers(7);
  const pick = <T>(list: readonly T[], skew = 1): T => list[Math.floor(random() ** skew * list.length)]!;
  const places = [...pack.districts.map(({ name }) => name.vi!), ...pack.places.map(({ name }) => name)];
  const rare = () => `${pick(onsets)}${pick(rimes)}`;
  const words = (n: number) =>
    Array.from({ length: n }, () => {
      const chance = random();
      if (chance < 0.5) return pick(phrases, 2.5);
      if (chance < 0.8) return pick(small);
      return chance < 0.88 ? pick(places, 1.5) : chance < 0.97 ? rare() : String(Math.floor(random() * 5000));
    }).join(' ');
  const span = 7 * 365 * 24 * 3_600_000;
  for (let n = 0; n < count; n++) {
    const place = pick(places, 1.5);
    yield {
      address: `baothu.example/${n}`,
      title: `${place}: ${words(6)}`,
      summary: `${words(14)}, ${words(14)}. ${words(12)}.`,
      published_at: new Date(until.getTime() - span + Math.floor((span * n) / count)),
    };
  }
}

/** Numbers in [0, 1) that are the same at every run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let n = Math.imul(state ^ (state >>> 15), 1 | state);
    n = (n + Math.imul(n ^ (n >>> 7), 61 | n)) ^ n;
    return ((n ^ (n >>> 14)) >>> 0) / 4294967296;
  };
}
