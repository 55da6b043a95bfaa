# Every text a person reads, in Vietnamese. Same keys and arguments as en.ftl.

## Digest

digest-title =
    { $more ->
        [0] Tin { $places }
       *[other] Tin { $places } và { $more } khu vực khác
    }
digest-day = { $day } · { $n } tin mới
digest-last-day = { $day }, { $time } · { $n } tin trong 24 giờ qua
digest-latest-three = Trong 24 giờ qua chưa có tin mới. { $n } tin gần nhất:
digest-latest-elsewhere = Chưa có tin nào về { $followed }. { $n } tin gần nhất của nơi khác trong tỉnh:
digest-none = Hiện chưa có tin nào.
digest-none-yet = Hiện chưa có tin mới. Khi có, bạn sẽ nhận trong bản tin tiếp theo.
digest-also = (cả { $places })
digest-where = ({ $places })
digest-word-section = Theo từ khóa “{ $word }”
digest-word-place = theo từ khóa “{ $word }”
digest-extract = (trích) { $lead }
digest-others =
    { $more ->
        [0] Cùng tin: { $newspapers }
       *[other] Cùng tin: { $newspapers } và { $more } báo khác
    }
digest-region-section = Chung toàn tỉnh
digest-region-place = toàn tỉnh
digest-older = Còn { $n } tin cũ hơn không nằm trong bản này.
digest-followed-many = { $n } khu vực
digest-followed-and-words = { $followed } và { $words }
digest-followed-word = từ khóa “{ $word }”
digest-followed-words = { $n } từ khóa
digest-source = Nguồn: { $newspapers }.
digest-why =
    { $readers ->
        [group] Nhóm này nhận tin vì đang theo dõi { $followed }.
        [channel] Kênh này đăng tin về { $followed }.
       *[person] Bạn nhận tin này vì đang theo dõi { $followed }.
    }
digest-commands =
    { $readers ->
        [group] Quản trị viên nhóm: /settings đổi giờ · /dung ngừng nhận
       *[person] /settings đổi giờ · /dung ngừng nhận
    }
digest-asked-commands = /khuvuc chọn nơi nhận tin mỗi ngày
digest-more = Đọc thêm { $n } tin
digest-back = Trang trước
digest-older-stories = Các tin khác
digest-other-day = Ngày khác
digest-share = Chia sẻ
digest-feedback = Góp ý về tin
digest-late = Gửi muộn: bản tin này lẽ ra đến lúc { $time }.
week-title = Tuần qua: { $region }
week-summary =
    { $from } đến { $to } · { $n } tin{ $direction ->
        [more] , tăng { $change } so với tuần trước
        [fewer] , giảm { $change } so với tuần trước
        [same] , bằng tuần trước
       *[none] {""}
    }
week-most = Nhiều tin nhất: { $places }.
week-next =
    { $more ->
        [0] Tiếp theo: { $places }.
       *[other] Tiếp theo: { $places } và { $more } nơi khác.
    }
week-silent =
    { $more ->
        [0] Không có tin: { $places }.
       *[other] Không có tin: { $places } và { $more } nơi khác.
    }
week-region = Tin chung toàn tỉnh: { $n }.
week-own =
    { $more ->
        [0] Khu vực của bạn: { $places }.
       *[other] Khu vực của bạn: { $places } và { $more } nơi khác.
    }
week-stories = Tin nổi bật:
map-source = Nguồn: { $newspapers }.
map-made-roughly = Lập ngày { $date }. Vị trí các ô chỉ gần đúng.
map-made-in-order = Lập ngày { $date }. Các ô xếp theo thứ tự, không theo vị trí.
digest-official-title = ĐIỂM BÁO
digest-official-counts = Tính đến { $time } · { $n } tin, bài · { $newspapers } báo
digest-official-story = { $newspaper } có bài: { $title }
digest-official-lead = Bài báo nêu: { $lead }
digest-official-silent = Không có tin: { $places }.
digest-official-none = Không có tin, bài mới về { $places } tính đến { $time }.
digest-official-unread = Chưa lấy được đủ tin về { $places } tính đến { $time }. Điều này không có nghĩa là không có tin.
digest-official-healthy =
    { $n ->
        [1] Nguồn tin hoạt động bình thường, lần quét cuối { $time }.
       *[other] Cả { $n } nguồn tin hoạt động bình thường, lần quét cuối { $time }.
    }
digest-official-never-read = Chưa quét nguồn tin nào.
digest-official-broken = Chưa lấy được tin từ { $newspaper } từ { $since }; hệ thống đang tự thử lại.
digest-official-why = Bạn nhận điểm báo về { $places } theo lời mời. /settings đổi giờ · /dung ngừng nhận
digest-official-words = Có cả tin theo { $words } bạn theo dõi.
digest-official-verbatim = Tóm tắt trích nguyên văn lời dẫn của báo.

## Admin

admin-role-owner = chủ
admin-role-admin = quản trị
admin-role-editor = biên tập
admin-role-viewer = người xem

admin-home = ‹ Quản trị
admin-back = ‹ Quay lại
admin-next = Tiếp tục
admin-cancel = Hủy
admin-decline = Từ chối
admin-refresh = Cập nhật
admin-not-possible = Việc này không làm được nữa, hoặc vai trò của bạn không cho phép.
admin-declined = Bạn đã từ chối. Hệ thống không lưu thêm gì về bạn.
admin-link-used = Liên kết này đã được dùng. Mỗi liên kết chỉ dùng được một lần. Nếu không phải bạn dùng, hãy xin người gửi một liên kết mới.
admin-link-expired = Liên kết này không còn hiệu lực. Hãy xin người gửi một liên kết mới.

admin-home-text =
    <b>Quản trị</b> · { $day }, { $time }
    Đang nhận tin: { $receiving } · tạm dừng: { $paused } · chặn bot hôm nay: { $blocked }
    Gửi hôm nay: { $sent } đã gửi · { $waiting } đang chờ · { $failed } lỗi{ $runs }
    Nguồn tin: { $healthy }/{ $sources } hoạt động bình thường, lần đọc được gần nhất { $read }
    Chờ xử lý: { $queued } tin chưa rõ hoặc bị báo sai khu vực
admin-open-queue = Chờ xử lý ({ $n })
admin-open-broadcast = Soạn thông báo
admin-open-invite = Mời cán bộ
admin-open-sources = Nguồn tin
admin-open-runs = Lượt gửi
admin-open-roles = Vai trò

admin-command-review = Điểm báo mới nhất
admin-command-admin = Trang quản trị
admin-command-broadcast = Soạn thông báo
admin-command-sources = Nguồn tin
admin-command-runs = Lượt gửi, gửi lại
admin-command-invite = Mời cán bộ nhận điểm báo
admin-command-roles = Vai trò

admin-claim-granted =
    <b>Bạn là chủ bot này.</b>
    Để nhận ra bạn ở các lệnh quản trị, hệ thống lưu mã Telegram của bạn ở dạng mã hóa, cùng vai trò và ngôn ngữ. Không lưu tên. Thôi vai trò và xóa mã: /vaitro

    Trang quản trị: /quantri
admin-claim-taken = Bot này đã có chủ. Người chủ có thể mời bạn bằng lệnh /vaitro.
admin-claim-used = Liên kết này đã được dùng. Mỗi liên kết nhận quyền chủ chỉ dùng được một lần.
admin-claim-expired = Liên kết này không còn hiệu lực. Nếu bot chưa có chủ, nhật ký của máy chủ có một liên kết mới, dùng được trong 15 phút.

admin-roles-title =
    <b>Vai trò</b>
    { $list }

    Chủ làm được mọi việc; quản trị mời người và quản lý nguồn tin; biên tập gửi thông báo; người xem chỉ xem số liệu. Hệ thống không lưu tên ai.
admin-roles-line = Số { $number }: { $role }, từ { $since }
admin-roles-line-you = Số { $number }: { $role }, từ { $since } (bạn)
admin-roles-invite = Mời { $role }
admin-roles-revoke = Thu hồi số { $number }
admin-roles-revoke-question = Thu hồi vai trò { $role } của số { $number }? Người đó sẽ không dùng được lệnh quản trị nữa.
admin-roles-revoke-yes = Thu hồi
admin-roles-revoked = Đã thu hồi.
admin-roles-leave = Thôi vai trò của tôi
admin-roles-leave-question = Bạn muốn thôi vai trò { $role }? Mã Telegram lưu cho vai trò này sẽ bị xóa ngay. Việc nhận tin của bạn không thay đổi.
admin-roles-leave-yes = Thôi vai trò
admin-roles-left = Bạn đã thôi vai trò. Mã Telegram lưu cho vai trò này đã được xóa.
admin-roles-last-owner = Đây là người chủ duy nhất nên chưa thể thôi. Hãy mời một người chủ khác trước: /vaitro
admin-roles-link =
    <b>Mời { $role }</b>
    Gửi liên kết này cho người bạn mời. Dùng được một lần, đến { $until }:
    { $link }
admin-roles-offer =
    <b>Bạn được mời làm { $role } của bot này.</b>
    Để nhận ra bạn ở các lệnh quản trị, hệ thống sẽ lưu mã Telegram của bạn ở dạng mã hóa, cùng vai trò và ngôn ngữ. Không lưu tên. Bạn có thể thôi bất cứ lúc nào: /vaitro
admin-roles-accept = Đồng ý nhận vai trò
admin-roles-granted = Xong. Bây giờ bạn có vai trò { $role }. Trang quản trị: /quantri
admin-roles-kept = Bạn đã có vai trò này hoặc cao hơn, nên không có gì thay đổi.

admin-invite-unit-question = Mời cán bộ nhận điểm báo cho đơn vị nào? Hãy trả lời tin nhắn này bằng tên đơn vị, ví dụ: Phòng Văn hóa huyện. Không ghi tên người.
admin-invite-unit-invalid = Tên đơn vị cần là một dòng chữ, nhiều nhất { $length } ký tự. Hãy trả lời lại câu hỏi.
admin-invite-gone = Lời mời này đã được dùng hoặc không còn. Tạo lời mời khác: /moi
admin-invite-card =
    <b>Mời nhận điểm báo</b>
    Đơn vị: { $unit }
    Phạm vi: { $scope }
    Lịch: { $schedule }
admin-invite-no-scope = chưa chọn
admin-invite-districts = Phạm vi
admin-invite-hour = Giờ: { $time }
admin-invite-days-5 = Thứ 2–6
admin-invite-days-6 = Thứ 2–7
admin-invite-days-7 = Mỗi ngày
admin-invite-make = Tạo liên kết
admin-invite-link =
    <b>Mời { $unit } nhận điểm báo</b>
    Gửi liên kết này cho cán bộ của đơn vị. Dùng được một lần, đến { $until }:
    { $link }

    Nếu bạn đổi lời mời hoặc tạo liên kết khác, liên kết này hết hiệu lực.

admin-official-offer =
    <b>Mời nhận điểm báo</b>
    Đơn vị: { $unit }
    Phạm vi: { $scope }
    Lịch: { $schedule }

    Để gửi điểm báo, hệ thống lưu: mã chat Telegram (mã hóa), đơn vị, khu vực, giờ nhận, ngôn ngữ, thời điểm bạn đồng ý và nhật ký gửi (bản nào đã gửi, lúc nào). Không lưu tên, số điện thoại, vị trí; không theo dõi bạn đọc bài nào. Xem hoặc xóa dữ liệu bất cứ lúc nào: /privacy
admin-official-agree = Đồng ý nhận
admin-official-done =
    <b>Xong.</b> { $first ->
        [yes] Bản điểm báo đầu tiên cho { $unit } đang được gửi. Bản tiếp theo: { $next }.
       *[no] Bản điểm báo tiếp theo cho { $unit }: { $next }.
    }
    Xem bản mới nhất bất cứ lúc nào: /diembao · đổi giờ: /settings · ngừng nhận: /dung

admin-broadcast-question = Hãy trả lời tin nhắn này bằng nội dung thông báo. Định dạng chữ được giữ nguyên. Bạn sẽ xem trước rồi mới gửi.
admin-broadcast-text-only = Hiện chỉ gửi được tin nhắn chữ. Hãy viết thông báo thành chữ rồi trả lời lại câu hỏi: /thongbao
admin-broadcast-gone = Thông báo này không còn. Soạn thông báo khác: /thongbao
admin-broadcast-card =
    <b>Xem trước thông báo</b> · chưa gửi
    Tin nhắn ở trên là đúng những gì người nhận sẽ thấy.
    Khu vực: { $audience }
    Người nhận: { $chats } (đang nhận tin và đã chọn nhận thông báo)
    { $minutes ->
        [0] Chưa có ai để gửi.
        [1] Bắt đầu gửi: { $start } · trong khoảng 1 phút
       *[other] Bắt đầu gửi: { $start } · trong khoảng { $minutes } phút
    }
admin-broadcast-now = ngay khi bạn bấm
admin-broadcast-everyone = Tất cả khu vực
admin-broadcast-send = Gửi cho { $chats } người
admin-broadcast-districts = Chọn khu vực
admin-broadcast-edit = Sửa
admin-broadcast-spread =
    { $minutes ->
        [0] Gửi nhanh nhất có thể
       *[other] Gửi dần trong { $minutes } phút
    }
admin-broadcast-changed = Số người nhận vừa thay đổi, bây giờ là { $chats }. Chưa gửi cho ai. Hãy xem lại rồi bấm gửi.
admin-broadcast-cancelled = Đã hủy thông báo. Không có ai nhận được.
admin-broadcast-running =
    <b>Đang gửi thông báo</b> · xác nhận lúc { $time }
    Đã gửi: { $sent } · đang chờ: { $waiting } · đã ngừng nhận: { $left } · lỗi: { $failed }
admin-broadcast-paused =
    <b>Đang tạm dừng thông báo</b> · xác nhận lúc { $time }
    Đã gửi: { $sent } · đang chờ: { $waiting } · đã ngừng nhận: { $left } · lỗi: { $failed }
admin-broadcast-stopped =
    <b>Đã dừng thông báo</b> · xác nhận lúc { $time }
    Đã gửi: { $sent } · không gửi nữa: { $stopped } · đang dừng: { $waiting } · đã ngừng nhận: { $left } · lỗi: { $failed }
admin-broadcast-finished =
    <b>Đã gửi xong thông báo</b> · xác nhận lúc { $time }
    Đã gửi: { $sent } · đã ngừng nhận: { $left } · lỗi: { $failed }
admin-broadcast-progress = Xem tiến độ
admin-broadcast-stop = Dừng gửi

admin-sources-title =
    <b>Nguồn tin</b> ({ $sources })

    { $list }
admin-source-name = { $number }. <b>{ $newspaper }</b> ({ $id })
admin-source-ok =
    Hoạt động bình thường, đọc được lúc { $read }, { $items } tin trong 24 giờ{ $usual ->
        [unknown] { "" }
       *[other] { " " }(thường là { $usual })
    }, lần đọc tới { $next }.{ $parser ->
        [tolerant] { " " }Nguồn tin viết sai định dạng, hệ thống vẫn đọc được.
       *[other] { "" }
    }
admin-source-empty =
    Có trả lời nhưng không có tin mới từ { $since }{ $usual ->
        [unknown] { "" }
       *[other] , ngày này trong tuần thường có { $usual } tin
    }. Đọc lúc { $read }, lần đọc tới { $next }. Hãy mở trang báo xem địa chỉ nguồn còn đúng không.
admin-source-failing = Không đọc được từ { $since }, { $failures } lần liên tiếp: { $error }. Đọc được lần cuối: { $read }. Hệ thống tự thử lại lúc { $next }.
admin-source-paused = Đang tạm dừng, đọc được lần cuối { $read }.
admin-source-never_read = Chưa đọc lần nào, lần đọc tới { $next }.
admin-source-error =
    { $kind ->
        [address] địa chỉ không được phép đọc
        [network] không kết nối được
        [timeout] chờ quá lâu
        [http] máy chủ của báo trả lời lỗi ({ $answer })
        [redirect] chuyển hướng quá nhiều lần
        [too_large] trang quá lớn
        [not_a_feed] không phải nguồn tin
        [malformed] nội dung hỏng
        [empty] không có tin nào
        [robots] báo không cho phép đọc tự động địa chỉ này (robots.txt)
        [robots_unread] chưa biết báo có cho phép đọc tự động không (không đọc được robots.txt)
        [busy] máy chủ của báo đang được đọc cho việc khác
       *[other] lỗi khác
    }
admin-sources-now = { $number }. Đọc ngay
admin-sources-pause = { $number }. Tạm dừng
admin-sources-resume = { $number }. Đọc tiếp
admin-sources-due = Nguồn này sẽ được đọc trong vòng một phút.

## Adding sources

admin-sources-add = Thêm nguồn
admin-sources-details = { $number }. Chi tiết
admin-add-question = Hãy trả lời tin nhắn này bằng địa chỉ trang chủ hoặc địa chỉ RSS của tờ báo, ví dụ: baothu.vn
admin-add-again = Thử địa chỉ khác
admin-add-looking =
    { $requests ->
        [0] Đang tìm nguồn tin ở { $host }. Việc này mất không quá một phút.
       *[other] Đang tìm nguồn tin ở { $host }. Đã xem { $requests } địa chỉ.
    }
admin-add-no-address = Đây không phải là địa chỉ trang web. Hãy trả lời lại câu hỏi, ví dụ: baothu.vn
admin-add-password = Địa chỉ này có kèm tên đăng nhập hoặc mật khẩu nên không dùng được. Hãy bỏ phần đó rồi trả lời lại câu hỏi.
admin-add-private = Không đọc { $host }: bot chỉ đọc trang web công khai, không đọc máy trong mạng nội bộ hay cổng khác thường.
admin-add-unreadable =
    Không đọc được { $host }: { $error }. { $kind ->
        [robots] Nếu báo có địa chỉ RSS riêng, hãy thử địa chỉ đó; nếu không, chỉ báo mới cho phép được.
       *[other] Hãy kiểm tra địa chỉ, hoặc thử lại sau.
    }
admin-add-obstacle = { $host } không cho bot xem trang báo: trang trả lời là trang kiểm tra trình duyệt, đăng nhập, bảo trì hoặc báo lỗi. Hãy thử địa chỉ RSS của tờ báo, hoặc nhờ báo cho phép bot đọc.
admin-add-nothing = Không tìm thấy nguồn tin (RSS, Atom, JSON Feed, sitemap tin tức) nào ở { $host }. Nếu tờ báo không có nguồn tin, người cài đặt có thể khai báo trang danh sách tin bằng bộ chọn CSS (kind "listing") trong tệp sources.json của gói vùng.
admin-add-known = { $host } đã có trong danh sách nguồn tin: { $id }.
admin-add-gone = Lần thêm nguồn này không còn. Hãy thêm lại: /nguon
admin-add-cancelled = Đã hủy. Không có nguồn nào được thêm.
admin-add-card =
    <b>Thêm nguồn · { $newspaper }</b> · chưa lưu gì
    Bấm từng nguồn để xem tin mẫu như hệ thống đọc được, rồi chọn.

    { $list }
admin-add-line =
    { $number }. { $chosen ->
        [yes] ✓{" "}
       *[no] { "" }
    }<b>{ $name }</b> · { $items } tin, mới nhất { $newest }
    { $address }
admin-add-look =
    { $chosen ->
        [yes] ✓{" "}
       *[no] { "" }
    }{ $number }. { $name }
admin-add-whole =
    { $kind ->
        [sitemap] Cả tờ báo (sitemap)
       *[feed] Cả tờ báo
    }
admin-add-samples =
    <b>{ $newspaper } · { $name }</b> · chưa lưu gì
    { $address }
    Tin mẫu như hệ thống đọc được:

    { $samples }
admin-sample =
    { $number }. <a href="{ $link }"><b>{ $title }</b></a>
    { $lead }
    Ngày: { $published } · Chuyên mục: { $section } · Khu vực: { $places }
admin-sample-no-lead = (không có lời dẫn)
admin-sample-nowhere =
    { $scope ->
        [outside] ngoài vùng
        [uncertain] chưa rõ
       *[other] –
    }
admin-add-take = Chọn nguồn này
admin-add-leave = Bỏ chọn nguồn này
admin-add-confirm = Thêm { $sources } nguồn
admin-add-done = Đã thêm nguồn của { $newspaper }. Lần đọc đầu tiên, trong vòng một phút, chỉ lưu tin; tin đăng sau đó mới vào bản tin.
admin-source-card =
    <b>{ $newspaper }</b> ({ $id })
    { $address }
    Chuyên mục: { $section }

    { $samples }
admin-source-samples = Xem 3 tin mẫu
admin-source-no-samples = Nguồn này đang không có tin nào.
admin-source-unread = Không đọc được: { $error }.
admin-source-rename = Đổi tên báo
admin-source-name-question = Hãy trả lời tin nhắn này bằng tên tờ báo như người đọc sẽ thấy, ví dụ: Báo Thử
admin-source-name-invalid = Tên báo cần là một dòng chữ, nhiều nhất { $length } ký tự. Hãy trả lời lại câu hỏi.
admin-source-end = Ngừng đọc hẳn
admin-source-end-question = Ngừng đọc hẳn nguồn { $id } của { $newspaper } (chuyên mục: { $section })? Tin đã lưu vẫn còn.
admin-source-ended = Đã ngừng đọc hẳn nguồn { $id } của { $newspaper } (chuyên mục: { $section }).
admin-source-gone = Nguồn này không còn: /nguon
admin-source-of-pack = Nguồn này nằm trong gói vùng nên chỉ tạm dừng được: /nguon

## Bot

bot-whole-region = Cả tỉnh
bot-local-newspapers = các báo địa phương
bot-language = Tiếng Việt

bot-description = Tin mới của huyện, thành phố, xã bạn chọn, lấy từ { $newspapers }. Mỗi ngày một bản tin ngắn, hủy lúc nào cũng được. Bấm Bắt đầu.
bot-short-description = Bản tin địa phương mỗi ngày. Nguồn: { $newspapers }.

bot-command-news = Tin mới của khu vực bạn theo dõi
bot-command-date = Xem tin theo ngày
bot-command-search = Tìm trong mọi tin đã lưu
bot-command-districts = Chọn huyện, thành phố để theo dõi
bot-command-share = Liên kết để người khác cùng theo dõi
bot-command-settings = Giờ nhận, tần suất, cách hiển thị
bot-command-stop = Tạm dừng hoặc hủy nhận tin
bot-command-status = Báo nào đọc được, bao giờ có bản tin tiếp theo
bot-command-privacy = Quyền riêng tư, tải hoặc xóa dữ liệu
bot-command-help = Trợ giúp

bot-button-agree = Đồng ý, gửi tin cho tôi
bot-button-change-hour = Đổi giờ
bot-button-choose-again = Chọn lại
bot-button-only-look = Chỉ xem, không đăng ký
bot-button-continue = Tiếp tục ({ $n })
bot-button-save = Lưu ({ $n } khu vực)
bot-button-back = Quay lại
bot-button-choose = Chọn khu vực
bot-button-districts = Khu vực
bot-button-map = Xem bản đồ
bot-button-week = Tuần qua
bot-button-qr = Mã QR
bot-button-region-news = Tin cả tỉnh
bot-button-news = Xem tin mới
bot-button-help = Trợ giúp
bot-button-settings = Cài đặt
bot-button-hour = Giờ nhận
bot-button-hour-a = Sáng: { $time }
bot-button-hour-b = Chiều: { $time }
bot-button-frequency = Tần suất
bot-button-days = Ngày nhận
bot-button-workdays = Thứ Hai đến Thứ Sáu
bot-button-every-day = Mỗi ngày
bot-button-display = Hiển thị
bot-button-quiet = Giờ yên lặng
bot-button-quiet-from = Từ { $time }
bot-button-quiet-until = Đến { $time }
bot-button-urgent = Tin khẩn
bot-button-urgent-no = Nhận tin khẩn
bot-button-urgent-yes = Tắt tin khẩn
bot-button-urgent-only = Đồng ý, chỉ nhận tin khẩn
bot-button-sections = Chuyên mục
bot-button-words = Từ khóa
bot-button-word-watch = Thêm từ theo dõi
bot-button-word-mute = Thêm từ muốn tránh
bot-button-word-remove = Bỏ “{ $word }”
bot-button-language = Ngôn ngữ
bot-button-announcements-on = Nhận thông báo
bot-button-announcements-off = Tắt thông báo
bot-button-pause = Tạm dừng 7 ngày
bot-button-pause-for = Tạm dừng
bot-button-pause-days = { $n } ngày
bot-button-to-weekly = Chuyển sang hằng tuần
bot-button-resume = Nhận lại ngay
bot-button-my-data = Dữ liệu của tôi
bot-button-stop = Hủy nhận tin
bot-button-keep = Giữ nguyên
bot-button-undo = Hoàn tác
bot-button-erase-now = Xóa dữ liệu ngay
bot-button-export = Tải dữ liệu (JSON)
bot-button-erase = Xóa tất cả
bot-button-erase-all = Xóa { $n } mục
bot-button-cancel = Thôi

bot-start =
    <b>Tin địa phương từ { $newspapers }</b>
    Chọn nơi bạn quan tâm, mỗi ngày nhận một bản tin ngắn lúc { $time }. Miễn phí, hủy lúc nào cũng được.

    { $where ->
        [private] Bấm tên bên dưới, hoặc gõ tên xã, huyện (có dấu hay không dấu đều được).
       *[group] Bấm tên bên dưới.
    }
bot-districts =
    <b>Bạn đang theo dõi:</b> { $districts }

    Bấm tên để thêm hoặc bỏ, rồi bấm Lưu.
bot-map-chosen =
    { $n ->
        [0] Chưa chọn nơi nào.
       *[other] Đã chọn { $n } nơi: { $places }{ $more ->
            [0] .
           *[other] {" "}và { $more } nơi khác.
        }
    }
bot-share-card =
    <b>Tin { $district }</b> mỗi ngày trên Telegram. In ảnh này, cho người khác quét mã, hoặc gửi liên kết:
    { $link }
bot-share-card-daily = Tin mới mỗi ngày trên Telegram
bot-share-card-scan = Quét mã, hoặc mở liên kết bên dưới
bot-districts-saved = Đã lưu. Bạn đang theo dõi: { $districts }.
bot-districts-saved-added = Đã lưu. Bạn đang theo dõi: { $districts }. Tin của nơi vừa thêm đang được gửi đến bạn.
bot-not-following =
    { $where ->
        [private] Bạn chưa theo dõi nơi nào. Chọn bên dưới, hoặc gõ tên xã, huyện.
        [topic] Chủ đề này chưa theo dõi nơi nào. Chọn bên dưới.
        [channel] Kênh này chưa theo dõi nơi nào. Chọn bên dưới.
       *[group] Nhóm này chưa theo dõi nơi nào. Chọn bên dưới.
    }
bot-unknown-link =
    { $where ->
        [private] Liên kết này không còn dùng được. Bạn chọn nơi muốn theo dõi bên dưới, hoặc gõ tên xã, huyện.
       *[group] Liên kết này không còn dùng được. Chọn nơi muốn theo dõi bên dưới.
    }
bot-welcome-back =
    <b>Bạn đang theo dõi:</b> { $districts }
    { $next }

    { $where ->
        [private] Gõ tên xã, huyện khác để xem tin hoặc theo dõi thêm.
        [channel] Đổi khu vực và giờ nhận bằng các nút dưới.
       *[group] Theo dõi thêm nơi khác: /khuvuc
    }

bot-notice = Để gửi tin, hệ thống lưu: mã chat Telegram (mã hóa), khu vực, giờ nhận, ngôn ngữ, các lựa chọn khác của bạn (như chuyên mục, từ khóa theo dõi hoặc tránh), thời điểm bạn đồng ý và nhật ký gửi tin. Không lưu tên, số điện thoại, vị trí; không theo dõi bạn đọc bài nào. Xem hoặc xóa dữ liệu bất cứ lúc nào: /privacy
bot-consent =
    <b>Theo dõi: { $districts }</b> · { $where ->
        [topic] gửi vào chủ đề này ·{" "}
       *[other] {""}
    }mỗi ngày { $time } · không gửi từ 22:00 đến 06:00.

    { $notice }
bot-come-back =
    { $where ->
        [private] <b>Chào bạn trở lại.</b> Trước đây bạn theo dõi
        [topic] <b>Bot đã trở lại.</b> Trước đây chủ đề này theo dõi
        [channel] <b>Bot đã trở lại.</b> Trước đây kênh theo dõi
       *[group] <b>Bot đã trở lại.</b> Trước đây nhóm theo dõi
    }: <b>{ $districts }</b>, { $schedule }. Muốn nhận lại, chỉ cần bấm nút dưới.

    { $notice }
bot-consent-add =
    <b>Theo dõi thêm: { $districts }</b>
    { $frequency ->
        [urgent] Bạn đang theo dõi { $followed } và chỉ nhận tin khẩn. Tin mới nhất của nơi vừa chọn được gửi một lần.
       *[other] Bạn đang nhận tin { $followed }, { $schedule }. Nơi vừa chọn sẽ vào cùng bản tin đó.
    } Xem hoặc xóa dữ liệu bất cứ lúc nào: /privacy
bot-hours = Bạn muốn nhận bản tin lúc mấy giờ?
bot-agreed =
    Xong. Bạn đang theo dõi: <b>{ $districts }</b>. Tin mới nhất đang được gửi đến bạn.

    { $next }
bot-next = Bản tin tiếp theo: { $time } { $day }.
bot-next-none = Bạn chỉ nhận tin khẩn, không nhận bản tin.

bot-schedule-daily = mỗi ngày { $time }
bot-schedule-range = { $from } đến { $to } { $time }
bot-schedule-weekly = { $day } hằng tuần { $time }
bot-schedule-urgent = chỉ tin khẩn
bot-settings =
    <b>Cài đặt nhận tin</b>
    Khu vực: { $districts }
    Lịch: { $schedule }
    Giờ yên lặng: { $quiet_from } đến { $quiet_until }
    Hiển thị: { $display ->
        [review] điểm báo đầy đủ
        [short] chỉ tiêu đề
       *[normal] tiêu đề và tóm tắt
    }{ $filters }
    Ngôn ngữ: { $language }
    Thông báo của người vận hành: { $announcements ->
        [yes] có
       *[no] không
    }
    Tin khẩn: { $urgent ->
        [yes] có, cả trong giờ yên lặng
       *[no] không
    }

    { $next }
bot-settings-watched = Từ theo dõi: { $list }{ $more ->
        [0] {""}
       *[other] {" "}và { $more } từ khác
    }
bot-settings-muted = Từ muốn tránh: { $list }{ $more ->
        [0] {""}
       *[other] {" "}và { $more } từ khác
    }
bot-settings-sections = Chuyên mục đã tắt: { $list }{ $more ->
        [0] {""}
       *[other] {" "}và { $more } mục khác
    }
bot-paused-until = Đang tạm dừng đến { $until }.
bot-pauses =
    Bạn muốn tạm dừng bao lâu?

    Hết thời gian đó, bản tin tự đến lại và gồm tin của nhiều nhất 7 ngày trước đó.
bot-frequencies =
    <b>Bạn muốn nhận bản tin mấy lần?</b>

    Ngày nào không có tin mới thì không gửi. Giờ và ngày nhận chọn ở phần cài đặt.
bot-frequency-daily = Mỗi ngày một lần
bot-frequency-twice = Hai lần: sáng và chiều
bot-frequency-weekly = Hằng tuần, sáng Thứ Bảy
bot-frequency-urgent = Chỉ tin khẩn
bot-urgent-only =
    <b>Chỉ tin khẩn</b>
    Bạn sẽ không nhận bản tin nữa. Khi khu vực của bạn có nguy hiểm đến tính mạng như lũ quét, sạt lở, người vận hành có thể gửi tin khẩn. Tin khẩn đến bất cứ lúc nào, cả trong giờ yên lặng.

    Muốn xem tin, gõ /tin. Khi nguy hiểm, gọi 112, 113, 114 hoặc 115.
bot-urgent =
    <b>Tin khẩn</b>
    Khi khu vực của bạn có nguy hiểm đến tính mạng như lũ quét, sạt lở, người vận hành có thể gửi tin khẩn. Nếu bạn chọn nhận, tin khẩn đến bất cứ lúc nào, cả trong giờ yên lặng.

    { $state ->
        [only] Bạn đang chọn chỉ nhận tin khẩn. Muốn nhận bản tin, chọn lại ở nút dưới.
        [yes] Bạn đang nhận tin khẩn.
       *[no] Bạn chưa nhận tin khẩn.
    }
    Đây không phải hệ thống báo tin khẩn cấp. Khi nguy hiểm, gọi 112, 113, 114 hoặc 115.
bot-quiet =
    <b>Giờ yên lặng: { $quiet_from } đến { $quiet_until }</b>
    { $style ->
        [official] Trong giờ này thông báo của người vận hành đợi đến sáng. Điểm báo vẫn được gửi, cả khi muộn.
       *[citizen] Trong giờ này không gửi bản tin bị muộn và thông báo: thông báo đợi đến sáng, tin sang bản tiếp theo. Bản tin đúng giờ bạn chọn vẫn đến.
    }

    Giờ yên lặng của mọi người là { $least_from } đến { $least_until }; bạn có thể chọn lâu hơn. Tin khẩn chỉ đến trong giờ này nếu bạn đã chọn nhận.
bot-displays =
    <b>Bản tin nên dài hay ngắn?</b>

    1. Chỉ tiêu đề: đọc nhanh, bấm vào tiêu đề để mở bài.
    2. Tiêu đề và tóm tắt: thêm vài dòng của báo dưới mỗi tiêu đề.
bot-display-short = Chỉ tiêu đề
bot-display-normal = Tiêu đề và tóm tắt
bot-hours-which = Bạn muốn đổi giờ của bản tin nào?
bot-days =
    { $weekly ->
        [yes] Bạn muốn nhận bản tin vào ngày nào trong tuần?
       *[no] Bạn muốn nhận bản tin vào những ngày nào? Chọn ít nhất hai ngày; muốn một ngày mỗi tuần, chọn Tần suất.
    }
bot-languages = Bạn muốn đọc bằng ngôn ngữ nào? Tên bài và tóm tắt giữ nguyên như trên báo.
bot-sections =
    <b>Chuyên mục</b>
    Bấm để tắt hoặc bật. Bạn nhận tin của những mục có dấu ✓.
bot-sections-none =
    <b>Chuyên mục</b>
    Các báo chưa có tin nào ghi chuyên mục.
bot-sections-official = Điểm báo luôn đầy đủ, nên không tắt chuyên mục được.
bot-words =
    <b>Từ khóa</b>
    Từ theo dõi: bạn nhận cả tin có từ này ở những nơi khác trong tỉnh.{ $style ->
        [official] {""}
       *[citizen] {" "}Từ muốn tránh: tin có từ này không gửi cho bạn.
    }

    { $n ->
        [0] Bạn chưa có từ khóa nào.
       *[other] { $list }
    }
bot-words-watched = { $number }. { $word } (theo dõi)
bot-words-muted = { $number }. { $word } (tránh)
bot-words-added = Đã lưu: <b>{ $words }</b>. Có hiệu lực từ bản tin sau.
bot-words-question-watch =
    Bạn muốn theo dõi từ nào? Hãy trả lời tin nhắn này, ví dụ: lũ quét. Nhiều từ thì cách nhau bằng dấu phẩy.
    Gõ có dấu thì chỉ tìm đúng chữ đó, gõ không dấu thì tìm cả chữ có dấu lẫn không dấu.
bot-words-question-mute =
    Bạn không muốn đọc tin có từ nào? Hãy trả lời tin nhắn này, ví dụ: bóng đá. Nhiều từ thì cách nhau bằng dấu phẩy.
    Gõ có dấu thì chỉ tìm đúng chữ đó, gõ không dấu thì tìm cả chữ có dấu lẫn không dấu.
bot-words-invalid = Mỗi từ khóa cần có chữ hoặc số, dài từ 2 đến 40 ký tự. Hãy trả lời lại câu hỏi.
bot-words-full = Bạn lưu được nhiều nhất { $n } từ khóa. Hãy bỏ bớt một từ rồi thêm lại.

bot-stop = Bạn muốn làm gì? Không cần lý do, có hiệu lực ngay.
bot-nothing-to-stop = Bạn không nhận bản tin nào. Muốn nhận: /start. Xem hoặc xóa dữ liệu còn lưu: /privacy
bot-paused =
    Đã tạm dừng 7 ngày. { $next }{ $digests ->
        [yes] {" "}Bản tin đó gồm tin của 7 ngày trước.
       *[no] { "" }
    }
bot-stopped = Đã hủy. Bạn sẽ không nhận tin nữa. Dữ liệu sẽ được xóa sau 30 ngày, hoặc ngay bây giờ bằng nút dưới. Muốn nhận lại: /start
bot-stop-undone = Đã hoàn tác. Bạn đang theo dõi: { $districts }. { $next }
bot-undo-too-late = Không hoàn tác được nữa. Muốn nhận lại, gõ /start

bot-privacy =
    <b>Quyền riêng tư</b> (bản { $version })
    <b>Ai quản lý:</b> { $manager }.
    <b>Lưu gì:</b> mã chat Telegram (được mã hóa), khu vực, giờ và ngày nhận, giờ yên lặng, cách hiển thị, chuyên mục và từ khóa bạn chọn, ngôn ngữ, việc tạm dừng, việc nhận thông báo và tin khẩn, thời điểm bạn đồng ý, nhật ký các bản tin đã gửi cho bạn, tin bạn báo sai khu vực (30 ngày); với cán bộ: thêm đơn vị; với người có vai trò quản trị: mã Telegram (được mã hóa), vai trò, ngôn ngữ.
    <b>Để làm gì:</b> chỉ để gửi bản tin bạn đã chọn, không gửi lặp.
    <b>Bao lâu:</b> đến khi bạn hủy; sau khi hủy hoặc chặn bot, xóa sau 30 ngày, hoặc ngay khi bạn bấm “Xóa tất cả”; vai trò: đến khi thôi hoặc bị thu hồi.
    <b>Không làm:</b> không bán, không chia sẻ, không theo dõi lượt đọc của từng người.
    <b>Quyền của bạn:</b> xem, sửa, tải về, rút đồng ý, xóa, khiếu nại.

    { $stored }
bot-privacy-no-manager = người vận hành bot này (chưa khai tên)
bot-stored = <b>Dữ liệu của bạn hiện có:</b> { $n } khu vực{ $n ->
        [0] {""}
       *[other] {" "}({ $districts })
    }{ $filters ->
        [0] {""}
       *[other] , { $filters } từ khóa hoặc chuyên mục đã tắt
    }, { $schedule }, { $style ->
        [official] đơn vị { $unit }, { $language }
       *[citizen] { $language }
    }, đồng ý bản { $version } lúc { $time } ngày { $date }, { $deliveries } lượt gửi.{ $until ->
        [none] {""}
       *[other] {" "}Bạn đã hủy nhận tin; dữ liệu này tự xóa sau ngày { $until }.
    }
bot-stored-role = <b>Vai trò của bạn:</b> { $role }, từ { $date }, { $language }, kèm mã Telegram (được mã hóa).
bot-nothing-stored = Hệ thống không lưu gì về cuộc trò chuyện này.
bot-export-about = Đây là tất cả những gì hệ thống lưu về cuộc trò chuyện này. Giờ ghi theo giờ quốc tế (UTC). subscriptions: khu vực và từ khóa theo dõi; muted_words, muted_sections: từ muốn tránh, chuyên mục đã tắt; deliveries: các lần gửi tin; served_parts: tin đã nhận; reports: tin bạn báo sai khu vực.
bot-export-caption = Tất cả dữ liệu hệ thống đang lưu về cuộc trò chuyện này.
bot-erase-confirm =
    Xóa ngay cài đặt, { $subscriptions } lượt theo dõi{ $filters ->
        [0] {""}
       *[other] , { $filters } từ khóa hoặc chuyên mục đã tắt
    } và { $deliveries } lượt gửi? Bạn sẽ không nhận tin nữa.
bot-erase-confirm-role = Xóa ngay vai trò { $role } và mã Telegram lưu cho vai trò đó? Bạn sẽ không dùng được lệnh quản trị nữa.
bot-erase-final = Xóa rồi thì không lấy lại được.
bot-erased =
    Đã xóa cài đặt, { $subscriptions } lượt theo dõi{ $filters ->
        [0] {""}
       *[other] , { $filters } từ khóa hoặc chuyên mục đã tắt
    } và { $deliveries } lượt gửi.
bot-erased-role = Đã xóa vai trò của bạn và mã Telegram lưu cho vai trò đó.
bot-erased-all = Hệ thống không còn lưu gì về cuộc trò chuyện này. Muốn nhận tin: /start
bot-erased-but-owner = Bạn là chủ duy nhất của bot, nên vai trò chủ và mã Telegram lưu cho vai trò đó được giữ lại. Hãy mời một người chủ khác (/vaitro), rồi xóa lại.

bot-help =
    <b>Trợ giúp</b>
    { $where ->
        [private] Gõ tên xã, huyện bất cứ lúc nào để xem tin hoặc theo dõi, có dấu hay không dấu đều được.
       *[group] Trong nhóm, chỉ quản trị viên đổi được khu vực và cài đặt.
    }

    { $commands }

    Đây không phải hệ thống báo tin khẩn cấp. Khi nguy hiểm, gọi 112, 113, 114 hoặc 115.
bot-story = <b>Tin được chia sẻ</b>
bot-button-follow = Theo dõi { $districts }
bot-share-which = Bạn muốn chia sẻ tin của nơi nào?
bot-share =
    <b>Chia sẻ tin { $district }</b>
    Gửi liên kết này cho người muốn nhận tin. Họ bấm vào, rồi bấm Bắt đầu.

    { $link }
bot-share-words = Nhận tin { $district } mỗi ngày trên Telegram, miễn phí:
bot-button-share-sheet = Gửi cho bạn bè
bot-button-copy-link = Chép liên kết
bot-button-add-to-group = Thêm vào nhóm
bot-button-other-district = Nơi khác
bot-district-moved = <b>{ $from }</b> nay thuộc <b>{ $to }</b>.
bot-district-back = <b>{ $to }</b> lại là một khu vực riêng.
bot-districts-moved =
    { $list }{ $more ->
        [0] {""}
       *[other] {" "}Còn { $more } thay đổi khác.
    }

    Từ bây giờ bạn nhận tin theo khu vực mới, không sót tin nào. Muốn chọn lại: /khuvuc
notice-unreadable =
    Hơn một ngày nay chưa đọc được { $newspapers }, nên bản tin của { $readers ->
        [channel] kênh
       *[person] bạn
    } có thể thiếu tin hoặc không có.

    Hệ thống đang tự thử lại. Khi đọc được, tin mới sẽ có trong bản tin tiếp theo; bạn không cần làm gì.{ $readers ->
        [channel] {""}
       *[person] {" "}Xem tình trạng: /trangthai
    }
notice-silent =
    Tuần này chưa có tin mới về <b>{ $districts }</b>. Các báo vẫn đọc được bình thường; có tin, bản tin sẽ đến như mọi khi.{ $neighbours ->
        [0] {""}
       *[other] {" "}Bạn có thể theo dõi thêm nơi lân cận:
    }
notice-data-changed =
    Thông báo về dữ liệu của bạn đã được sửa (bản { $version }). Bản tin vẫn đến như trước. Bạn có thể đọc bản mới, hoặc hủy nhận tin nếu không đồng ý.
notice-read-data = Đọc bản mới, xem dữ liệu của tôi
bot-status =
    <b>Tình trạng</b>
    { $newspapers }

    { $next }
bot-status-read = { $newspaper }: đọc được, lần cuối { $time } { $day }.
bot-status-failing = { $newspaper }: hiện chưa đọc được, lần cuối đọc được { $time } { $day }. Hệ thống đang tự thử lại.
bot-status-never-read = { $newspaper }: chưa đọc được lần nào.
bot-status-no-newspaper = Chưa có báo nào được đọc.
bot-status-not-following = Bạn chưa theo dõi nơi nào. Muốn nhận bản tin: /start
bot-status-last = Bản tin gần nhất đã gửi cho bạn: { $time } { $day }.

bot-button-type-to-find = Gõ để tìm
bot-typed-question = Hãy trả lời tin nhắn này bằng tên xã, huyện, có dấu hay không dấu đều được.
bot-typed-not-found = Chưa tìm thấy nơi đó. Bấm “Gõ để tìm” để thử tên khác, hoặc chọn bên dưới:
bot-typed-several = Có { $n } nơi tên giống “{ $text }”. Bạn chọn nơi nào?
bot-typed-place = Tin về { $place } nằm trong tin của { $districts }.
bot-typed-unknown = Chưa hiểu “{ $text }”. Gõ tên xã, huyện để xem tin, hoặc chọn:
bot-search-question = Bạn muốn tìm tin về gì? Trả lời tin nhắn này bằng một hoặc vài từ, có dấu hay không dấu đều được. Ví dụ: lũ quét
bot-search-how = Gõ lệnh kèm một hoặc vài từ, ví dụ: /timkiem lũ quét
bot-search-found =
    <b>Tìm “{ $text }”</b> · { $many ->
        [yes] ít nhất { $n } tin
       *[no] { $n } tin
    }
bot-search-corrected = Không thấy tin nào có “{ $typed }”. Đây là tin có “{ $text }”:
bot-search-none = Không thấy tin nào có “{ $text }”. Bạn thử ít từ hơn, hoặc từ khác.
bot-search-no-words = Chưa thấy từ nào để tìm. Bạn gõ một hoặc vài từ, ví dụ: lũ quét
bot-search-again = Tìm từ khác
bot-inline-get = Nhận tin { $district }
bot-inline-get-region = Nhận tin cả tỉnh
bot-inline-none = Không thấy tin. Bấm để nhận tin mỗi ngày
bot-unknown-command = Bot không có lệnh này. Gõ tên xã, huyện để xem tin, hoặc chọn:
bot-only-text = Bot chỉ đọc được chữ. Gõ tên xã, huyện để xem tin, hoặc chọn:
bot-old-button = Nút này đã cũ. Gõ /tin để xem tin, /start để chọn lại.
bot-old-digest = Bản tin này đã cũ, không mở thêm được. Gõ /tin để xem tin mới.
bot-group-admins-only = Chỉ quản trị viên của nhóm mới thay đổi được phần này.
bot-too-fast = Bạn gửi nhanh quá. Chờ vài giây rồi thử lại.
bot-group-too-fast = Nhóm đang hỏi bot nhiều quá. Chờ một lát rồi thử lại.
bot-channel-no-right = Bot đã vào kênh nhưng chưa được quyền đăng bài. Mở kênh, vào phần Quản trị viên, chọn bot này và bật quyền đăng tin nhắn. Có quyền rồi, bot sẽ hỏi bạn kênh muốn nhận tin của nơi nào.
bot-channel-admins-only = Chỉ quản trị viên của kênh mới thay đổi được phần này.
bot-may-not-write = Bot không có quyền gửi tin nhắn ở đây nên không trả lời được.
bot-channel-heading = <b>Kênh { $title }</b>{"\u000A"}
bot-channel-choose = Chọn nơi kênh này nhận tin, mỗi ngày một bản tin ngắn lúc { $time }, gửi không kèm âm báo. Bấm tên bên dưới. Chỉ bạn thấy tin nhắn này.
bot-channel-way = Khu vực và giờ nhận tin của kênh được chọn trong cuộc trò chuyện riêng với bot. Quản trị viên kênh bấm nút dưới.
bot-error = Có lỗi ở phía chúng tôi, chưa làm được việc này. Bạn thử lại sau ít phút.

## Looking around

bot-look-yours = Khu vực của bạn
bot-look-group = Khu vực của nhóm
bot-look-these = Các khu vực này
bot-look-places =
    { $more ->
        [0] { $places }
       *[other] { $places } và { $more } khu vực khác
    }
bot-date =
    <b>Xem tin theo ngày · tháng { $month }</b>
    { $places }

    Bấm vào ngày có số để xem tin.{ $where ->
        [private] {" "}Hoặc gõ ngày, ví dụ: 25/11, hôm qua.
       *[group] {" "}Hoặc gõ lệnh kèm ngày, ví dụ: /ngay 25/11
    }
bot-date-empty =
    <b>Xem tin theo ngày · tháng { $month }</b>
    { $places }

    Tháng này chưa có tin nào.{ $where ->
        [private] {" "}Bấm tháng khác, hoặc gõ ngày, ví dụ: 25/11, hôm qua.
       *[group] {" "}Bấm tháng khác, hoặc gõ lệnh kèm ngày, ví dụ: /ngay 25/11
    }
bot-date-none-here = Ngày này không có tin của nơi bạn đang xem. Bấm ngày có số.
bot-date-unknown = Chưa hiểu “{ $text }” là ngày nào.
bot-date-impossible = Không có ngày “{ $text }”.
bot-date-to-come = { $day } chưa tới.
bot-look-in-bot = Để xem riêng, mở bot này và gõ /tin, /ngay hoặc /timkiem
bot-weekdays = T2 T3 T4 T5 T6 T7 CN
bot-week = tuần { $from } đến { $to }
bot-day =
    <b>Tin { $when }</b>
    { $places }{ $section } · { $n ->
        [0] không có tin nào
       *[other] { $n } tin
    }
bot-day-section = chuyên mục { $section }
bot-this-section = Chuyên mục này
bot-every-section = Mọi chuyên mục
bot-one-section = Chọn chuyên mục
bot-which-section = Bạn muốn xem chuyên mục nào?
bot-others =
    <b>Các tin khác</b> · { $places }{ $section ->
        [none] {""}
       *[other] {" "}· chuyên mục { $section }
    }
    { $story ->
        [yes] { $n ->
            [0] Không có tin nào trước tin này: { $title }
           *[other] Đưa trước tin này: { $title }
        }
       *[no] { $n ->
            [0] Không có tin nào cũ hơn.
           *[other] Đưa trước các tin bạn vừa xem.
        }
    }

## Incidents

incident-failures-began =
    <b>Nhiều người chưa nhận được bản tin</b>
    Bản tin { $slot_time } { $slot_day }: { $errors } trên { $to_send } lượt gửi bị lỗi. Tin của họ sẽ vào bản tiếp theo.
    Xem và gửi lại: /guilai
incident-failures-ended = Bản tin đã gửi được bình thường trở lại, từ { $ended_time } { $ended_day }.
incident-refused-began =
    <b>Telegram từ chối nội dung</b>
    { $kind ->
        [announcement] Thông báo không gửi được cho { $refused } người, cả ở dạng chữ thường.
       *[digest] Bản tin không gửi được cho { $refused } người, cả ở dạng chữ thường.
    } Lý do của Telegram có trong nhật ký máy chủ.
    Xem và gửi lại: /guilai
incident-refused-ended = Telegram đã nhận nội dung bình thường trở lại, từ { $ended_time } { $ended_day }.
incident-paid_broadcast-began =
    <b>Telegram không cho gửi nhanh trả phí</b>
    Bot gửi tiếp với tốc độ thường, 30 tin nhắn một giây. Hãy kiểm tra số Sao và cài đặt trong BotFather.
incident-paid_broadcast-ended = Gửi nhanh trả phí dùng được trở lại, từ { $ended_time } { $ended_day }.
incident-stalled-began =
    <b>Chưa gửi được tin</b>
    Đã hơn 10 phút không có tin nhắn nào được gửi, { $waiting } lượt đang chờ. Có thể máy chủ không kết nối được với Telegram, hoặc tiến trình gửi không chạy. Không mất tin nào; hệ thống đang tự thử lại.
incident-stalled-ended = Đã gửi tin trở lại. Gián đoạn được ghi nhận từ { $began_time } { $began_day } đến { $ended_time } { $ended_day }.
incident-overdue-began =
    <b>Bản tin gửi chưa xong</b>
    Bản tin { $slot_time } { $slot_day } đã hết giờ gửi mà còn { $waiting } lượt đang chờ. Xem tiến độ, gửi tiếp hoặc dừng: /guilai
incident-source-began =
    <b>Nguồn tin có vấn đề: { $newspaper }</b> ({ $source })
    { $fault ->
        [empty] Nguồn này trả lời nhưng không có tin mới từ { $since_time } { $since_day }.
       *[failing] Không đọc được nguồn này từ { $since_time } { $since_day }.
    } Bản tin tới có thể thiếu tin của báo này. Hệ thống tự thử lại.
    Xem và xử lý: /nguon
incident-source-ended = Nguồn { $newspaper } ({ $source }) đọc được trở lại, hoặc đã được tạm dừng hay bỏ, từ { $ended_time } { $ended_day }.
incident-overdue-ended = Bản tin { $slot_time } { $slot_day } đã gửi xong, lúc { $ended_time } { $ended_day }.

## Runs

admin-run-name-citizen = Bản tin { $time }
admin-run-name-official = Điểm báo { $time }
admin-run-name-announcement = Thông báo { $time }
admin-run-line-running = { $name }: đang gửi, { $sent }/{ $to_send } · còn { $waiting } · lỗi { $failed }{ $end ->
        [none] {""}
       *[other] {" "}· xong khoảng { $end }
    }
admin-run-line-paused = { $name }: đang tạm dừng, { $sent }/{ $to_send } · còn { $waiting } · lỗi { $failed }
admin-run-line-stopped = { $name }: đã dừng, { $sent }/{ $to_send } · không gửi { $stopped } · lỗi { $failed }
admin-run-line-finished = { $name }: đã gửi xong { $sent }/{ $to_send } · ngừng nhận { $left } · lỗi { $failed }
admin-runs-title =
    <b>Lượt gửi trong 2 ngày</b>

    { $list }
admin-runs-none = Chưa có lượt gửi nào.
admin-runs-spread =
    { $minutes ->
        [0] Bản tin: gửi nhanh nhất có thể
       *[other] Bản tin: gửi dần trong { $minutes } phút
    }
admin-run-card =
    <b>Lượt gửi</b> · { $day }
    { $line }
    Tốc độ: { $pace } tin nhắn một giây · có thể đã gửi lặp, nhiều nhất: { $repeated }
    { $reasons }
admin-run-reason = · { $reason ->
        [blocked] đã chặn bot
        [deactivated] tài khoản đã xóa
        [kicked] bot bị đưa ra khỏi nhóm
        [no_rights] không có quyền gửi vào nhóm
        [not_found] không tìm thấy cuộc trò chuyện
        [stopped] đã hủy nhận
        [paused] đang tạm dừng nhận
        [merged] nhóm đã chuyển thành nhóm lớn
        [withdrawn] người quản trị đã dừng
        [expired] quá giờ gửi
        [rejected] Telegram từ chối nội dung
       *[other] lý do khác
    }: { $n }
admin-run-pause = Tạm dừng
admin-run-resume = Gửi tiếp
admin-run-stop = Dừng hẳn
admin-run-stop-question = Dừng hẳn { $name }? { $n } lượt chưa gửi sẽ không được gửi; tin của bản tin sẽ vào bản tiếp theo.
admin-run-stop-yes = Dừng { $n } lượt
admin-run-resend = Gửi lại { $chats } lượt lỗi
admin-run-resent = { $chats ->
        [0] Không còn lượt nào cần gửi lại.
       *[other] Đang gửi lại { $chats } lượt.
    }
admin-run-too-late = Bây giờ đã quá giờ gửi bản tin. Tin sẽ vào bản tiếp theo của mỗi người.
admin-run-gone = Lượt gửi này không còn. Xem các lượt khác: /guilai

## Audit

admin-open-audit = Nhật ký
audit-title =
    <b>Nhật ký: ai đã làm gì</b>

    { $list }
audit-none = Chưa có việc nào được ghi.
audit-line = { $when } · số { $number }: { $what }
audit-older = Cũ hơn ›
audit-newest = Mới nhất
audit-file = Tệp CSV
audit-article-decided = { $districts ->
    [none] xếp tin { $object } vào mục “không phải tin của tỉnh”
   *[other] xếp tin { $object } vào { $districts }
  }
audit-article-withdrawn = rút tin { $object }
audit-broadcast-confirmed = cho gửi thông báo { $object } tới { $chats } người
audit-broadcast-withdrawn = rút thông báo { $object }
audit-official-invited = tạo liên kết mời nhận điểm báo: { $object } ({ $districts })
audit-official-joined = { $object } đã nhận lời nhận điểm báo ({ $districts })
audit-owner-claimed = nhận quyền chủ
audit-place-forgotten = bỏ ghi nhớ địa danh số { $object }
audit-place-remembered = ghi nhớ “{ $object }” là { $districts }
audit-role-granted = người được mời nhận vai trò { $role }, mang số { $object }
audit-role-invited = tạo liên kết mời vai trò { $role }
audit-role-left = thôi vai trò của mình
audit-role-revoked = thu hồi vai trò { $role } của số { $object }
audit-run-paused = tạm dừng lượt gửi { $object }
audit-run-resent = gửi lại lượt { $object }
audit-run-resumed = cho gửi tiếp lượt { $object }
audit-run-stopped = dừng hẳn lượt gửi { $object }
audit-source-added = thêm nguồn { $object }
audit-source-due = yêu cầu đọc ngay nguồn { $object }
audit-source-ended = bỏ nguồn { $object }
audit-source-paused = tạm dừng nguồn { $object }
audit-source-renamed = đổi tên báo của nguồn { $object }
audit-source-resumed = cho đọc tiếp nguồn { $object }
audit-spread-changed = giãn các lượt gửi ra { $object } phút

## Queue

admin-queue-title = <b>Tin chờ xếp khu vực</b> · còn { $n }
admin-queue-from = { $newspaper } · { $time } { $day }
admin-queue-name =
    { $n ->
        [0] “{ $place }”: chưa có trong danh sách địa danh
        [1] “{ $place }”: có thể là { $places }
       *[other] “{ $place }”: có { $n } nơi cùng tên ({ $places })
    }
admin-queue-no-name = Tiêu đề và lời dẫn không nêu nơi nào của tỉnh.
admin-queue-stands = Đang xếp vào: { $places }
admin-queue-reports = { $n } người đọc báo sai khu vực
admin-queue-other = Chọn khu vực khác
admin-queue-not-ours = không phải tin của tỉnh
admin-queue-not-ours-button = Không phải tin của tỉnh
admin-queue-skip = Bỏ qua
admin-queue-withdraw = Rút tin này
admin-queue-again = Xem lại từ đầu
admin-queue-decided = Đã xếp “{ $title }”: <b>{ $where }</b>.
admin-queue-decided-before = Người số { $number } đã xếp tin này lúc { $time }: { $where }.
admin-queue-gone = Tin này không còn chờ xếp.
admin-queue-empty =
    { $n ->
        [0] Không còn tin nào chờ xếp khu vực.
       *[other] Đã xem đến cuối. Còn { $n } tin chờ xếp.
    }
admin-queue-remember = Nhớ: “{ $place }” → { $where }
admin-queue-remembered = Đã nhớ: “{ $place }” thuộc <b>{ $where }</b>. Tên này được dùng khi bài sau không nói rõ hơn.
admin-queue-remembered-button = Tên đã nhớ
admin-remembered-title =
    <b>Tên đã nhớ</b>
    Chỉ dùng khi bài viết không nói rõ hơn.

    { $list }
admin-remembered-line = { $number }. “{ $place }” thuộc { $where } (người số { $by }, { $date })
admin-remembered-none = Chưa nhớ tên nào.
admin-remembered-forget = Quên { $number }. “{ $place }”

## Withdrawing

admin-withdraw = Rút tin { $n }
admin-withdraw-question =
    <b>Rút bài nào?</b>
    { $list }

    Bài bị rút không còn trong các bản tin chưa gửi và trong /tin; tin nhắn đã gửi vẫn giữ nguyên. Báo khác cũng đưa tin này thì tin vẫn còn, chỉ bớt một báo. Đã rút thì không đưa lại được.
admin-withdraw-yes = Rút bài { $number } ({ $newspaper })
admin-withdraw-no = Không rút
admin-withdraw-kept = Không rút bài nào.
admin-withdraw-gone = Bài này đã được rút trước đó.
admin-withdrawn = Đã rút { $article }.

## Feedback

bot-feedback-why = Vì sao có tin { $n }?
bot-feedback-wrong = Tin { $n } sai khu vực
bot-feedback-thanks = Cảm ơn bạn. Người biên tập sẽ xem lại khu vực của tin này.
bot-feedback-followers-only = Chỉ cuộc trò chuyện đang nhận tin mới góp ý được. Muốn nhận tin: /start
bot-why-named = Bài viết nêu { $places } thuộc { $district }.
bot-why-district = Bài viết nêu { $places }.
bot-why-region = Bài viết nói chung về cả tỉnh: { $places }.
bot-why-region-plain = Bài viết nói chung về cả tỉnh.
bot-why-word = Tin này có từ khóa “{ $word }” mà bạn theo dõi.
bot-why-source = Báo đăng bài này trong mục riêng về { $district }.
bot-why-admin = Người biên tập đã xếp bài này vào { $district }.
bot-why-remembered = Bài viết nêu { $places }; người biên tập đã ghi nhận tên này thuộc { $district }.
bot-why-moved = Tin này đã được xếp lại: { $districts }.
bot-why-not-ours = Tin này đã được xếp lại: không phải tin của tỉnh.
