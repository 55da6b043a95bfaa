import { createServer } from 'node:http';

// A hundred newspapers of ten sections each, every one on an address of loopback of its own.
const newspapers = 100;
const items = 40;
const places = ['huyện Đà Bắc', 'xã Tu Lý', 'huyện Lạc Sơn', 'huyện Mai Châu', 'tỉnh Hòa Bình', 'thủ đô'];
const events = ['khánh thành cầu', 'ra quân làm thủy lợi', 'mở hội xuân', 'tập huấn chữa cháy'];

const syllables =
  `bà con phấn khởi làm đất gieo mạ trồng ngô đường mới trường lớp trạm y tế cầu treo chợ phiên lễ hội thanh niên phụ nữ
  hội viên tập huấn giống vốn vay ngân hàng dự án nước sạch điện lưới rừng keo mía cam bưởi cá lồng hồ sông suối núi bản xóm
  nhà văn hóa bóng đá cồng chiêng dân ca sách vở học bổng khuyến học chữa bệnh tiêm phòng an ninh giao thông mưa lũ khô hạn`.split(/\s+/);

/** A lead of its own for every article. */
function lead(seed: number): string {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return syllables[(state >>> 8) % syllables.length];
  };
  return Array.from({ length: 40 }, next).join(' ');
}

/** Like a section feed of a real newspaper: some 20 KB, with an ETag. */
function feed(host: string, section: string): string {
  const listed = Array.from({ length: items }, (_, n) => {
    const place = places[(n * 7 + section.length) % places.length];
    const event = events[(n + Number(section)) % events.length];
    return `<item><title>Ngày thứ ${n}: ${place} ${event} số ${section}${n}</title>
      <link>http://${host}/muc/${section}/${n + 1}/tin-trong-ngay.htm</link>
      <guid isPermaLink="false">${host}-${section}-${n}</guid>
      <description><![CDATA[<a href="#"><img src="/anh.jpg"></a></br>Sáng nay, ${place} ${event}. ${lead(Number(host.replace(/\D/g, '')) * 1000 + Number(section) * 100 + n)}.]]></description>
      <pubDate>${new Date(Date.now() - n * 3_600_000).toUTCString()}</pubDate></item>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Báo ${host}</title>${listed.join('')}</channel></rss>`;
}

const hosts = Array.from({ length: newspapers }, (_, n) => `127.0.0.${n + 1}`);
let port = 0;
for (const host of hosts) {
  const server = createServer((request, response) => {
    const section = /^\/rss\/(\d+)$/.exec(request.url ?? '')?.[1];
    if (!section) return void response.writeHead(404).end();
    const etag = `"${section}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
    response.writeHead(200, { etag, 'content-type': 'application/rss+xml' });
    response.end(feed(`${host}:${port}`, section));
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  port = (server.address() as { port: number }).port;
}
process.send!({ hosts: hosts.map((host) => `${host}:${port}`) });
process.on('disconnect', () => process.exit());
