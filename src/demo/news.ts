/** One made-up news story of the demo, and where it has to arrive. */
export interface DemoStory {
  title: string;
  summary: string;
  /** District ids; the region's own id for a story about the whole province; none for one from elsewhere. */
  districts: string[];
}

/** In the newspaper when the demo begins. */
export const yesterday: DemoStory[] = [
  {
    title: 'Xã Tu Lý (Đà Bắc) khánh thành cầu dân sinh qua suối',
    summary:
      '(HBĐT) - Chiều 22/11, xã Tu Lý tổ chức khánh thành cầu dân sinh dài 24 m. Từ nay học sinh hai xóm bên kia suối không còn phải nghỉ học khi mưa lớn.',
    districts: ['da-bac'],
  },
  {
    title: 'Huyện Kim Bôi thu hoạch sớm vụ nhãn muộn',
    summary:
      '(HBĐT) - Nhờ thời tiết thuận, bà con huyện Kim Bôi bắt đầu thu hoạch nhãn muộn sớm hơn năm trước mười ngày, giá tại vườn giữ ổn định.',
    districts: ['kim-boi'],
  },
  {
    title: 'Hội thi đọc sách toàn tỉnh chọn được 20 đội vào vòng cuối',
    summary:
      '(HBĐT) - Hội thi có sự tham gia của học sinh các trường trong toàn tỉnh. Vòng cuối diễn ra vào tháng 12.',
    districts: ['hoa-binh'],
  },
];

/** Published early on the mornings after, one list a day; later mornings bring nothing. */
export const mornings: DemoStory[][] = [
  [
    {
      title: 'Huyện Đà Bắc chuẩn bị vụ xuân ở các xã vùng hồ',
      summary:
        '(HBĐT) - Huyện Đà Bắc đã cung ứng đủ giống và phân bón cho vụ xuân. Các xã vùng hồ làm đất sớm để tránh rét đậm.',
      districts: ['da-bac'],
    },
    {
      title: 'Xóm Sưng mở thêm ba nhà nghỉ cộng đồng',
      summary:
        '(HBĐT) - Ba gia đình ở xóm Sưng, xã Cao Sơn (Đà Bắc) vừa đón đoàn khách đầu tiên. Các hộ góp chung một quỹ để giữ sạch đường xóm.',
      districts: ['da-bac'],
    },
    {
      title: 'Kim Bôi: hai mươi hộ trồng bưởi theo hướng hữu cơ',
      summary:
        '(HBĐT) - Hai mươi hộ ở huyện Kim Bôi bỏ hẳn thuốc hoá học từ vụ này. Hợp tác xã cam kết mua hết sản lượng.',
      districts: ['kim-boi'],
    },
    {
      title: 'Giá lạc < 15.000 đồng/kg, bà con huyện Yên Thủy "tính lại" mùa vụ',
      summary: '(HBĐT) - Nhiều hộ ở huyện Yên Thủy chuyển một phần đất lạc sang trồng ngô & đậu.',
      districts: ['yen-thuy'],
    },
    {
      title: 'Toàn tỉnh ra quân làm sạch kênh mương trước vụ xuân',
      summary:
        '(HBĐT) - Sáng nay, toàn tỉnh đồng loạt ra quân nạo vét kênh mương, dự kiến hoàn thành trong tuần.',
      districts: ['hoa-binh'],
    },
    {
      title: 'Huyện Kỳ Sơn (Nghệ An) đón đợt rét đầu mùa',
      summary: 'Nhiệt độ ở huyện Kỳ Sơn, tỉnh Nghệ An xuống dưới 8 độ C trong đêm qua.',
      districts: [],
    },
  ],
  [
    {
      title: 'Đà Bắc: chợ phiên vùng cao họp lại sau một năm nghỉ',
      summary:
        '(HBĐT) - Sáng nay, chợ phiên của các xã vùng cao huyện Đà Bắc họp lại. Bà con mang đến rau, mật ong và vải dệt tay.',
      districts: ['da-bac'],
    },
    {
      title: 'Huyện Kim Bôi mở lớp dạy bơi cho học sinh',
      summary: '(HBĐT) - Lớp dạy bơi đầu tiên của huyện Kim Bôi có 60 học sinh, học miễn phí vào cuối tuần.',
      districts: ['kim-boi'],
    },
  ],
];
