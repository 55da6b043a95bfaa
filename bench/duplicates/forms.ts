/** What one kind of event reads like: in the words of three newspapers; {…} is filled in for each event. */
export interface Form {
  titles: readonly string[];
  leads: readonly string[];
}

export const forms: readonly Form[] = [
  {
    titles: [
      'Sạt lở đất tại xã {xa}, {n} hộ phải di dời khẩn cấp',
      '{huyen}: Di dời khẩn cấp {n} hộ dân xã {xa} vì đất đá tràn xuống',
      'Trong đêm mưa, {n} hộ ở {xa} rời nhà đến nơi an toàn',
    ],
    leads: [
      'Mưa lớn kéo dài trong đêm {ngay} gây sạt lở đất tại xóm {xom}, xã {xa}, huyện {huyen}, khiến {n} hộ với {m} nhân khẩu phải di dời khẩn cấp đến nhà văn hóa xóm.',
      'Do mưa lớn kéo dài trong đêm {ngay}, đất đá sạt lở tại xóm {xom}, xã {xa}, huyện {huyen} khiến {n} hộ với {m} nhân khẩu phải di dời khẩn cấp.',
      'Đêm {ngay}, mưa lớn gây sạt lở đất ở xóm {xom}, xã {xa} (huyện {huyen}). Chính quyền đã di dời khẩn cấp {n} hộ với {m} nhân khẩu đến nơi an toàn.',
    ],
  },
  {
    titles: [
      'Khánh thành cầu {xom} tại xã {xa}',
      'Xã {xa} có cầu mới sau {n} năm chờ đợi',
      'Cầu {xom} nối đôi bờ ở huyện {huyen} được đưa vào sử dụng',
    ],
    leads: [
      'Ngày {ngay}, UBND huyện {huyen} tổ chức lễ khánh thành cầu {xom} tại xã {xa}. Cầu dài {m} m, tổng mức đầu tư {n} tỷ đồng, giúp người dân đi lại thuận lợi trong mùa mưa lũ.',
      'Cầu {xom} ở xã {xa}, huyện {huyen} vừa được khánh thành ngày {ngay}. Cây cầu dài {m} m có tổng mức đầu tư {n} tỷ đồng, giúp người dân đi lại thuận lợi trong mùa mưa lũ.',
      'Người dân xã {xa}, huyện {huyen} vui mừng dự lễ khánh thành cầu {xom} hôm {ngay}, công trình dài {m} m với tổng mức đầu tư {n} tỷ đồng.',
    ],
  },
  {
    titles: [
      'Tai nạn giao thông trên quốc lộ qua xã {xa}, {k} người bị thương',
      'Xe tải mất lái ở {huyen} khiến {k} người bị thương',
      '{huyen}: Va chạm liên hoàn, {k} người nhập viện',
    ],
    leads: [
      'Khoảng {h} giờ ngày {ngay}, trên quốc lộ đoạn qua xã {xa}, huyện {huyen}, một xe tải mất lái va chạm với {n} xe máy khiến {k} người bị thương, được đưa đến trung tâm y tế huyện cấp cứu.',
      'Một xe tải mất lái va chạm với {n} xe máy trên quốc lộ đoạn qua xã {xa}, huyện {huyen} vào khoảng {h} giờ ngày {ngay} khiến {k} người bị thương phải cấp cứu.',
      'Vụ va chạm giữa xe tải và {n} xe máy xảy ra khoảng {h} giờ ngày {ngay} tại xã {xa}, huyện {huyen} làm {k} người bị thương, được đưa đến trung tâm y tế huyện.',
    ],
  },
  {
    titles: [
      'Bắt giữ đối tượng vận chuyển {m} viên ma túy tại {xa}',
      'Công an huyện {huyen} phá chuyên án ma túy, thu {m} viên',
      'Mang {m} viên ma túy qua {xa} thì bị bắt',
    ],
    leads: [
      'Công an huyện {huyen} cho biết, ngày {ngay} tại xã {xa}, lực lượng chức năng bắt quả tang một đối tượng {n} tuổi đang vận chuyển {m} viên ma túy tổng hợp cùng một xe máy.',
      'Ngày {ngay}, lực lượng chức năng bắt quả tang một đối tượng {n} tuổi đang vận chuyển {m} viên ma túy tổng hợp tại xã {xa}, theo Công an huyện {huyen}.',
      'Tại xã {xa}, huyện {huyen}, một người {n} tuổi đang vận chuyển {m} viên ma túy tổng hợp thì bị lực lượng chức năng bắt quả tang ngày {ngay}.',
    ],
  },
  {
    titles: [
      'Đại hội Đảng bộ xã {xa} lần thứ {n} thành công tốt đẹp',
      'Đảng bộ xã {xa} tổ chức Đại hội lần thứ {n}',
      'Khai mạc Đại hội đại biểu Đảng bộ xã {xa} lần thứ {n}',
    ],
    leads: [
      'Ngày {ngay}, Đảng bộ xã {xa}, huyện {huyen} tổ chức Đại hội đại biểu lần thứ {n}. Dự đại hội có {m} đại biểu đại diện cho đảng viên trong toàn Đảng bộ.',
      'Đại hội đại biểu Đảng bộ xã {xa}, huyện {huyen} lần thứ {n} diễn ra ngày {ngay}. Dự đại hội có {m} đại biểu đại diện cho đảng viên trong toàn Đảng bộ.',
      'Với sự tham dự của {m} đại biểu, Đảng bộ xã {xa}, huyện {huyen} tổ chức Đại hội đại biểu lần thứ {n} trong ngày {ngay}.',
    ],
  },
  {
    titles: [
      'Tập huấn kỹ thuật trồng {cay} cho nông dân xã {xa}',
      'Nông dân {xa} học cách trồng {cay}',
      '{huyen} mở lớp dạy trồng {cay}',
    ],
    leads: [
      'Trung tâm dịch vụ nông nghiệp huyện {huyen} vừa mở lớp tập huấn kỹ thuật trồng {cay} theo hướng hữu cơ cho {n} hội viên nông dân xã {xa}. Lớp học kéo dài {k} ngày.',
      'Lớp tập huấn kỹ thuật trồng {cay} theo hướng hữu cơ cho {n} hội viên nông dân xã {xa} vừa được Trung tâm dịch vụ nông nghiệp huyện {huyen} mở trong {k} ngày.',
      'Trong {k} ngày, {n} hội viên nông dân xã {xa}, huyện {huyen} được tập huấn kỹ thuật trồng {cay} theo hướng hữu cơ.',
    ],
  },
  {
    titles: [
      'Cháy nhà sàn ở xóm {xom}, thiệt hại {n} triệu đồng',
      'Hỏa hoạn thiêu rụi nhà sàn tại xã {xa}',
      '{huyen}: Cháy lớn lúc {h} giờ, một gia đình trắng tay',
    ],
    leads: [
      'Vụ cháy xảy ra khoảng {h} giờ ngày {ngay} tại xóm {xom}, xã {xa}, huyện {huyen}, thiêu rụi hoàn toàn một ngôi nhà sàn, ước thiệt hại {n} triệu đồng, không có thiệt hại về người.',
      'Khoảng {h} giờ ngày {ngay}, một ngôi nhà sàn tại xóm {xom}, xã {xa}, huyện {huyen} bị thiêu rụi hoàn toàn, ước thiệt hại {n} triệu đồng.',
      'Lửa bùng lên khoảng {h} giờ ngày {ngay} đã thiêu rụi hoàn toàn một ngôi nhà sàn tại xã {xa}, huyện {huyen}, ước thiệt hại {n} triệu đồng, không có thiệt hại về người.',
    ],
  },
  {
    titles: [
      'Trao {n} suất quà cho hộ nghèo xã {xa}',
      '{n} suất quà đến với người nghèo {huyen}',
      'Hộ nghèo {xa} nhận quà trước mùa rét',
    ],
    leads: [
      'Chiều {ngay}, Hội Chữ thập đỏ huyện {huyen} phối hợp với các nhà hảo tâm trao {n} suất quà, mỗi suất trị giá {m} nghìn đồng, cho các hộ nghèo xã {xa}.',
      'Các hộ nghèo xã {xa} vừa nhận {n} suất quà, mỗi suất trị giá {m} nghìn đồng, do Hội Chữ thập đỏ huyện {huyen} phối hợp với các nhà hảo tâm trao chiều {ngay}.',
      '{n} suất quà, mỗi suất trị giá {m} nghìn đồng, được Hội Chữ thập đỏ huyện {huyen} và các nhà hảo tâm trao cho các hộ nghèo xã {xa} vào chiều {ngay}.',
    ],
  },
];

/** What comes every day under the same words; some name the day and some do not. */
export const series: readonly Form[] = [
  {
    titles: ['Giá xăng hôm nay {ngay}', 'Giá xăng dầu hôm nay biến động nhẹ'],
    leads: [
      'Giá xăng dầu bán lẻ trong nước hôm nay được niêm yết tại các cửa hàng trên địa bàn, người dân theo dõi kỳ điều hành tiếp theo.',
    ],
  },
  {
    titles: ['Dự báo thời tiết ngày {ngay}', 'Thời tiết hôm nay: có mưa vài nơi'],
    leads: [
      'Đài Khí tượng thủy văn cho biết khu vực có mây, có mưa vài nơi, gió nhẹ, đêm và sáng trời rét, vùng núi có nơi rét đậm.',
    ],
  },
  {
    titles: ['Tin vắn ngày {ngay}', 'Tin vắn trong tỉnh'],
    leads: [
      'Mời bạn đọc theo dõi những tin vắn đáng chú ý trong tỉnh do phóng viên và cộng tác viên ở các huyện gửi về.',
    ],
  },
  {
    titles: ['Chuyện làng xóm: Góc nhìn từ cơ sở', 'Sổ tay người làm vườn'],
    leads: [
      'Mục này mỗi sáng gửi tới bạn đọc một câu chuyện nhỏ về nếp sống, việc làm và mong muốn của bà con các bản làng vùng cao.',
    ],
  },
  {
    titles: ['Tin buồn', 'Lời cảm ơn'],
    leads: [
      'Gia đình chúng tôi vô cùng thương tiếc báo tin ông {ten}, sinh năm {nam}, trú tại xã {xa}, đã từ trần sau một thời gian lâm bệnh.',
    ],
  },
];

/** Sentences that newspapers add of their own. */
export const additions: readonly string[] = [
  'Ngay sau đó, lãnh đạo địa phương đã có mặt tại hiện trường.',
  'Đây là một trong những hoạt động thiết thực của địa phương trong năm.',
  'Bà con phấn khởi và mong muốn có thêm nhiều việc làm như vậy.',
  'Hiện vụ việc đang được các cơ quan chức năng tiếp tục làm rõ.',
  'Thời gian tới, huyện sẽ nhân rộng ra các xã lân cận.',
];
