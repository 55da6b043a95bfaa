# Every text a person reads, in English. Same keys and arguments as vi.ftl.

## Digest

digest-title =
    { $more ->
        [0] News from { $places }
        [one] News from { $places } and one more area
       *[other] News from { $places } and { $more } more areas
    }
digest-day =
    { $n ->
        [one] { $day } · one new story
       *[other] { $day } · { $n } new stories
    }
digest-last-day =
    { $n ->
        [one] { $day }, { $time } · one story in the last 24 hours
       *[other] { $day }, { $time } · { $n } stories in the last 24 hours
    }
digest-latest-three =
    { $n ->
        [one] Nothing new in the last 24 hours. The latest story:
       *[other] Nothing new in the last 24 hours. The latest { $n } stories:
    }
digest-latest-elsewhere =
    { $n ->
        [one] No news of { $followed } yet. The latest story from elsewhere in the province:
       *[other] No news of { $followed } yet. The latest { $n } stories from elsewhere in the province:
    }
digest-none = There are no stories yet.
digest-none-yet = There is nothing new right now. When there is, it comes in your next digest.
digest-also = (also { $places })
digest-where = ({ $places })
digest-word-section = Keyword “{ $word }”
digest-word-place = keyword “{ $word }”
digest-extract = (extract) { $lead }
digest-others =
    { $more ->
        [0] Also in: { $newspapers }
        [1] Also in: { $newspapers } and 1 other newspaper
       *[other] Also in: { $newspapers } and { $more } other newspapers
    }
digest-region-section = Across the province
digest-region-place = the whole province
digest-older =
    { $n ->
        [one] One older story is not in this digest.
       *[other] { $n } older stories are not in this digest.
    }
digest-followed-many = { $n } areas
digest-followed-and-words = { $followed } and { $words }
digest-followed-word = the keyword “{ $word }”
digest-followed-words = { $n } keywords
digest-source = Source: { $newspapers }.
digest-why =
    { $readers ->
        [group] This group gets this because it follows { $followed }.
        [channel] This channel carries the news of { $followed }.
       *[person] You get this because you follow { $followed }.
    }
digest-commands =
    { $readers ->
        [group] Group admins: /settings change the time · /stop end it
       *[person] /settings change the time · /stop end it
    }
digest-asked-commands = /districts choose areas for a daily digest
digest-more =
    { $n ->
        [one] Read one more
       *[other] Read { $n } more
    }
digest-back = Previous page
digest-older-stories = Other stories
digest-other-day = Another day
digest-share = Share
digest-feedback = About a story
digest-late = Late: this digest was due at { $time }.
week-title = Last week: { $region }
week-summary =
    { $from } to { $to } · { $n ->
        [one] 1 story
       *[other] { $n } stories
    }{ $direction ->
        [more] , { $change } more than the week before
        [fewer] , { $change } fewer than the week before
        [same] , as many as the week before
       *[none] {""}
    }
week-most = Most stories: { $places }.
week-next =
    { $more ->
        [0] Then: { $places }.
       *[other] Then: { $places } and { $more } more areas.
    }
week-silent =
    { $more ->
        [0] No stories: { $places }.
       *[other] No stories: { $places } and { $more } more areas.
    }
week-region = Province-wide stories: { $n }.
week-own =
    { $more ->
        [0] Your areas: { $places }.
       *[other] Your areas: { $places } and { $more } more.
    }
week-stories = Top stories:
map-source = Source: { $newspapers }.
map-made-roughly = Made on { $date }. Squares stand only roughly where the places are.
map-made-in-order = Made on { $date }. Squares stand in order, not where the places are.
digest-official-title = PRESS REVIEW
digest-official-counts =
    { $n ->
        [one] Up to { $time } · one story · newspapers: { $newspapers }
       *[other] Up to { $time } · { $n } stories · newspapers: { $newspapers }
    }
digest-official-story = { $newspaper }: { $title }
digest-official-lead = The article says: { $lead }
digest-official-silent = No news: { $places }.
digest-official-none = No new stories about { $places } up to { $time }.
digest-official-unread = The news about { $places } up to { $time } could not be read in full. This does not mean that there is none.
digest-official-healthy =
    { $n ->
        [one] The source is read normally, last at { $time }.
       *[other] All { $n } sources are read normally, last at { $time }.
    }
digest-official-never-read = No source has been read yet.
digest-official-broken = No news has come from { $newspaper } since { $since }; we keep trying.
digest-official-why = You get the press review of { $places } by invitation. /settings change the time · /stop end it
digest-official-words = It includes stories with { $words } you follow.
digest-official-verbatim = Summaries quote the newspaper's own lead.

## Admin

admin-role-owner = owner
admin-role-admin = admin
admin-role-editor = editor
admin-role-viewer = viewer

admin-home = ‹ Admin
admin-back = ‹ Back
admin-next = Continue
admin-cancel = Cancel
admin-decline = Decline
admin-refresh = Refresh
admin-not-possible = This can no longer be done, or your role does not allow it.
admin-declined = You declined. Nothing more is stored about you.
admin-link-used = This link has been used. Each link works once. If you did not use it, ask the sender for a new one.
admin-link-expired = This link no longer works. Ask the sender for a new one.

admin-home-text =
    <b>Admin</b> · { $day }, { $time }
    Receiving: { $receiving } · paused: { $paused } · blocked the bot today: { $blocked }
    Today: { $sent } sent · { $waiting } waiting · { $failed } failed{ $runs }
    Sources: { $healthy }/{ $sources } fine, last read { $read }
    To decide: { $queued } articles with no clear area or reported by readers
admin-open-queue = To decide ({ $n })
admin-open-broadcast = Write an announcement
admin-open-invite = Invite an official
admin-open-sources = Sources
admin-open-runs = Runs
admin-open-roles = Roles

admin-command-review = The latest press review
admin-command-admin = Admin page
admin-command-broadcast = Write an announcement
admin-command-sources = Sources
admin-command-runs = What went out, send again
admin-command-invite = Invite an official
admin-command-roles = Roles

admin-claim-granted =
    <b>You are the owner of this bot.</b>
    To know you when you use admin commands, we store your Telegram ID, encrypted, with your role and language. No name. Leave the role and remove the ID: /roles

    Admin page: /admin
admin-claim-taken = This bot has an owner. The owner can invite you with /roles.
admin-claim-used = This link has been used. Each owner link works once.
admin-claim-expired = This link no longer works. If the bot has no owner yet, the server's log shows a new one, valid for 15 minutes.

admin-roles-title =
    <b>Roles</b>
    { $list }

    Owners may do everything; admins invite people and manage sources; editors send announcements; viewers see the counts. No names are stored.
admin-roles-line = No. { $number }: { $role }, since { $since }
admin-roles-line-you = No. { $number }: { $role }, since { $since } (you)
admin-roles-invite = Invite: { $role }
admin-roles-revoke = Revoke no. { $number }
admin-roles-revoke-question = Revoke the role of no. { $number } ({ $role })? They will no longer be able to use admin commands.
admin-roles-revoke-yes = Revoke
admin-roles-revoked = Revoked.
admin-roles-leave = Leave my role
admin-roles-leave-question = Leave your role ({ $role })? The Telegram ID stored for it is removed at once. The news you receive does not change.
admin-roles-leave-yes = Leave
admin-roles-left = You have left your role. The Telegram ID stored for it has been removed.
admin-roles-last-owner = This is the only owner, who cannot leave. Invite another owner first: /roles
admin-roles-link =
    <b>Invitation: { $role }</b>
    Send this link to the person you invite. It works once, until { $until }:
    { $link }
admin-roles-offer =
    <b>You are invited to this bot's team as: { $role }.</b>
    To know you when you use admin commands, we will store your Telegram ID, encrypted, with your role and language. No name. You can leave at any time: /roles
admin-roles-accept = I agree, take the role
admin-roles-granted = Your role is now: { $role }. Admin page: /admin
admin-roles-kept = You already have this role or a higher one, so nothing changed.

admin-invite-unit-question = Which unit is the press review for? Reply to this message with the unit's name, for example: District Culture Office. Not a person's name.
admin-invite-unit-invalid = A unit's name is one line of text, at most { $length } characters. Please reply to the question again.
admin-invite-gone = This invitation has been used or is gone. Make another: /invite
admin-invite-card =
    <b>Press review invitation</b>
    Unit: { $unit }
    Scope: { $scope }
    Schedule: { $schedule }
admin-invite-no-scope = not chosen yet
admin-invite-districts = Scope
admin-invite-hour = Time: { $time }
admin-invite-days-5 = Mon–Fri
admin-invite-days-6 = Mon–Sat
admin-invite-days-7 = Every day
admin-invite-make = Make the link
admin-invite-link =
    <b>Press review for { $unit }</b>
    Send this link to the unit's official. It works once, until { $until }:
    { $link }

    If you change the invitation or make another link, this one ends.

admin-official-offer =
    <b>Press review invitation</b>
    Unit: { $unit }
    Scope: { $scope }
    Schedule: { $schedule }

    To send it we store: your Telegram chat ID (encrypted), unit, areas, time, language, when you agreed, and the delivery log (which review went out when). Not your name, phone or location; we do not track what you read. See or delete your data any time: /privacy
admin-official-agree = I agree, send it
admin-official-done =
    <b>Done.</b> { $first ->
        [yes] The first press review for { $unit } is on its way. The next one: { $next }.
       *[no] The next press review for { $unit }: { $next }.
    }
    See the latest at any time: /review · change the time: /settings · stop: /stop

admin-broadcast-question = Reply to this message with the text of the announcement. Formatting is kept. You will see a preview before anything is sent.
admin-broadcast-text-only = Only text can be sent for now. Write the announcement as text and reply to the question again: /broadcast
admin-broadcast-gone = This announcement is gone. Write another: /broadcast
admin-broadcast-card =
    <b>Preview</b> · not sent yet
    The message above is exactly what readers will get.
    Areas: { $audience }
    People: { $chats } (receiving news and opted in to announcements)
    { $minutes ->
        [0] There is nobody to send it to yet.
        [1] Starts: { $start } · takes about 1 minute
       *[other] Starts: { $start } · takes about { $minutes } minutes
    }
admin-broadcast-now = as soon as you confirm
admin-broadcast-everyone = All areas
admin-broadcast-send =
    { $chats ->
        [one] Send to 1 person
       *[other] Send to { $chats } people
    }
admin-broadcast-districts = Choose areas
admin-broadcast-edit = Edit
admin-broadcast-spread =
    { $minutes ->
        [0] As fast as possible
       *[other] Spread over { $minutes } minutes
    }
admin-broadcast-changed = The audience has just changed: it is { $chats } now. Nothing was sent. Look again, then confirm.
admin-broadcast-cancelled = The announcement was cancelled. Nobody received it.
admin-broadcast-running =
    <b>Sending the announcement</b> · confirmed at { $time }
    Sent: { $sent } · waiting: { $waiting } · no longer receiving: { $left } · failed: { $failed }
admin-broadcast-paused =
    <b>Announcement paused</b> · confirmed at { $time }
    Sent: { $sent } · waiting: { $waiting } · no longer receiving: { $left } · failed: { $failed }
admin-broadcast-stopped =
    <b>Announcement stopped</b> · confirmed at { $time }
    Sent: { $sent } · not sent: { $stopped } · stopping: { $waiting } · no longer receiving: { $left } · failed: { $failed }
admin-broadcast-finished =
    <b>Announcement sent</b> · confirmed at { $time }
    Sent: { $sent } · no longer receiving: { $left } · failed: { $failed }
admin-broadcast-progress = See progress
admin-broadcast-stop = Stop sending

admin-sources-title =
    <b>Sources</b> ({ $sources })

    { $list }
admin-source-name = { $number }. <b>{ $newspaper }</b> ({ $id })
admin-source-ok =
    Fine, read at { $read }, { $items } items in 24 hours{ $usual ->
        [unknown] { "" }
       *[other] { " " }(usually { $usual })
    }, next { $next }.{ $parser ->
        [tolerant] { " " }Its feed is not well formed; it is read all the same.
       *[other] { "" }
    }
admin-source-empty =
    Answers, but has brought nothing new since { $since }{ $usual ->
        [unknown] { "" }
       *[other] , where { $usual } items are usual for the weekday
    }. Read at { $read }, next { $next }. Check on the newspaper's site that the address is still right.
admin-source-failing = Could not be read since { $since }, { $failures ->
        [one] once
       *[other] { $failures } times in a row
    }: { $error }. Last read: { $read }. The next try is at { $next }.
admin-source-paused = Paused, last read { $read }.
admin-source-never_read = Not read yet, next { $next }.
admin-source-error =
    { $kind ->
        [address] the address may not be read
        [network] no connection
        [timeout] it took too long
        [http] the newspaper's server answered with an error ({ $answer })
        [redirect] too many redirects
        [too_large] the page is too large
        [not_a_feed] it is not a feed
        [malformed] the content is broken
        [empty] it lists nothing
        [robots] the newspaper asks programs not to read this address (robots.txt)
        [robots_unread] it is not known whether programs may read this (robots.txt cannot be read)
        [busy] the newspaper's server is being read for something else
       *[other] another error
    }
admin-sources-now = { $number }. Read now
admin-sources-pause = { $number }. Pause
admin-sources-resume = { $number }. Resume
admin-sources-due = This source will be read within a minute.

## Adding sources

admin-sources-add = Add a source
admin-sources-details = { $number }. Details
admin-add-question = Please reply to this message with the address of the newspaper's home page or feed, for example: baothu.vn
admin-add-again = Try another address
admin-add-looking =
    { $requests ->
        [0] Looking for sources at { $host }. This takes a minute at most.
        [one] Looking for sources at { $host }. One address so far.
       *[other] Looking for sources at { $host }. { $requests } addresses so far.
    }
admin-add-no-address = This is not the address of a website. Please reply to the question again, for example: baothu.vn
admin-add-password = This address carries a user name or a password and cannot be used. Please leave that out and reply to the question again.
admin-add-private = { $host } is not read: the bot reads public websites only, no machine of an internal network and no unusual port.
admin-add-unreadable =
    { $host } could not be read: { $error }. { $kind ->
        [robots] If the newspaper has an RSS address of its own, please try that one; if not, only the newspaper can allow it.
       *[other] Please check the address, or try again later.
    }
admin-add-obstacle = { $host } does not show the bot its page: it answers with a check for browsers, a login, a maintenance or an error page. Please try the newspaper's RSS address, or ask the newspaper to let the bot read.
admin-add-nothing = No source (RSS, Atom, JSON Feed, news sitemap) was found at { $host }. If the newspaper has none, whoever installed the bot can describe its list of articles by CSS selectors (kind "listing") in sources.json of the region pack.
admin-add-known = { $host } is already among the sources: { $id }.
admin-add-gone = This addition is no longer there. Please begin again: /sources
admin-add-cancelled = Cancelled. No source was added.
admin-add-card =
    <b>Add sources · { $newspaper }</b> · nothing stored yet
    Tap each source to see sample articles as they are read, then choose.

    { $list }
admin-add-line =
    { $number }. { $chosen ->
        [yes] ✓{" "}
       *[no] { "" }
    }<b>{ $name }</b> · { $items } items, newest { $newest }
    { $address }
admin-add-look =
    { $chosen ->
        [yes] ✓{" "}
       *[no] { "" }
    }{ $number }. { $name }
admin-add-whole =
    { $kind ->
        [sitemap] Whole newspaper (sitemap)
       *[feed] Whole newspaper
    }
admin-add-samples =
    <b>{ $newspaper } · { $name }</b> · nothing stored yet
    { $address }
    Sample articles as they are read:

    { $samples }
admin-sample =
    { $number }. <a href="{ $link }"><b>{ $title }</b></a>
    { $lead }
    Date: { $published } · Section: { $section } · Areas: { $places }
admin-sample-no-lead = (no lead)
admin-sample-nowhere =
    { $scope ->
        [outside] outside the region
        [uncertain] uncertain
       *[other] –
    }
admin-add-take = Choose this source
admin-add-leave = Leave this source out
admin-add-confirm =
    { $sources ->
        [one] Add 1 source
       *[other] Add { $sources } sources
    }
admin-add-done = The sources of { $newspaper } were added. The first reading, within a minute, only stores articles; those published later go into digests.
admin-source-card =
    <b>{ $newspaper }</b> ({ $id })
    { $address }
    Section: { $section }

    { $samples }
admin-source-samples = See 3 sample articles
admin-source-no-samples = This source lists no articles just now.
admin-source-unread = It could not be read: { $error }.
admin-source-rename = Rename newspaper
admin-source-name-question = Please reply to this message with the newspaper's name as readers will see it, for example: Thu News
admin-source-name-invalid = A newspaper's name has to be one line of at most { $length } characters. Please reply to the question again.
admin-source-end = Stop reading it
admin-source-end-question = Stop reading the source { $id } of { $newspaper } (section: { $section }) for good? What was stored stays.
admin-source-ended = The source { $id } of { $newspaper } (section: { $section }) is no longer read.
admin-source-gone = This source is no longer there: /sources
admin-source-of-pack = This source belongs to the region pack and can only be paused: /sources

## Bot

bot-whole-region = Whole province
bot-local-newspapers = local newspapers
bot-language = English

bot-description = New stories for the area you choose, from { $newspapers }. One short digest a day, stop any time. Tap Start.
bot-short-description = A daily local digest. Source: { $newspapers }.

bot-command-news = Latest for your areas
bot-command-date = News by date
bot-command-search = Search all stored news
bot-command-districts = Choose areas to follow
bot-command-share = A link for others to follow too
bot-command-settings = Time, frequency, display
bot-command-stop = Pause or stop
bot-command-status = Which newspapers can be read, when the next digest comes
bot-command-privacy = Privacy, export or delete your data
bot-command-help = Help

bot-button-agree = I agree, send it to me
bot-button-change-hour = Change time
bot-button-choose-again = Choose again
bot-button-only-look = Just look, do not subscribe
bot-button-continue = Continue ({ $n })
bot-button-save =
    { $n ->
        [one] Save ({ $n } area)
       *[other] Save ({ $n } areas)
    }
bot-button-back = Back
bot-button-choose = Choose areas
bot-button-districts = Areas
bot-button-map = Show the map
bot-button-week = Last week
bot-button-qr = QR code
bot-button-region-news = Whole province
bot-button-news = Latest news
bot-button-help = Help
bot-button-settings = Settings
bot-button-hour = Time
bot-button-hour-a = Morning: { $time }
bot-button-hour-b = Afternoon: { $time }
bot-button-frequency = Frequency
bot-button-days = Days
bot-button-workdays = Monday to Friday
bot-button-every-day = Every day
bot-button-display = Display
bot-button-quiet = Quiet hours
bot-button-quiet-from = From { $time }
bot-button-quiet-until = Until { $time }
bot-button-urgent = Urgent notices
bot-button-urgent-no = Get urgent notices
bot-button-urgent-yes = No urgent notices
bot-button-urgent-only = I agree, urgent notices only
bot-button-sections = Sections
bot-button-words = Keywords
bot-button-word-watch = Add a word to watch
bot-button-word-mute = Add a word to mute
bot-button-word-remove = Remove “{ $word }”
bot-button-language = Language
bot-button-announcements-on = Get announcements
bot-button-announcements-off = No announcements
bot-button-pause = Pause 7 days
bot-button-pause-for = Pause
bot-button-pause-days =
    { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
bot-button-to-weekly = Once a week instead
bot-button-resume = Resume now
bot-button-my-data = My data
bot-button-stop = Stop the digest
bot-button-keep = Keep it
bot-button-undo = Undo
bot-button-erase-now = Delete my data now
bot-button-export = Download data (JSON)
bot-button-erase = Delete everything
bot-button-erase-all =
    { $n ->
        [one] Delete { $n } entry
       *[other] Delete { $n } entries
    }
bot-button-cancel = Cancel

bot-start =
    <b>Local news from { $newspapers }</b>
    Choose your area and get one short digest a day at { $time }. Free, stop any time.

    { $where ->
        [private] Tap a name below, or type a commune or district (with or without accents).
       *[group] Tap a name below.
    }
bot-districts =
    <b>You follow:</b> { $districts }

    Tap a name to add or remove it, then tap Save.
bot-map-chosen =
    { $n ->
        [0] Nothing chosen yet.
       *[other] { $n } chosen: { $places }{ $more ->
            [0] .
           *[other] {" "}and { $more } more.
        }
    }
bot-share-card =
    <b>{ $district } news</b> every day on Telegram. Print this picture, let others scan the code, or send the link:
    { $link }
bot-share-card-daily = Daily local news on Telegram
bot-share-card-scan = Scan the code, or open the link below
bot-districts-saved = Saved. You follow: { $districts }.
bot-districts-saved-added = Saved. You follow: { $districts }. The news of the new areas is on its way.
bot-not-following =
    { $where ->
        [private] You do not follow any area yet. Choose below, or type a commune or district.
        [topic] This topic does not follow any area yet. Choose below.
        [channel] This channel does not follow any area yet. Choose below.
       *[group] This group does not follow any area yet. Choose below.
    }
bot-unknown-link =
    { $where ->
        [private] This link no longer works. Choose an area below, or type a commune or district.
       *[group] This link no longer works. Choose an area below.
    }
bot-welcome-back =
    <b>You follow:</b> { $districts }
    { $next }

    { $where ->
        [private] Type another commune or district to see its news or follow it too.
        [channel] Change areas and hour with the buttons below.
       *[group] To follow another area too: /districts
    }

bot-notice = To send it we store: your Telegram chat ID (encrypted), areas, time, language, what else you choose (such as sections, keywords watched or muted), when you agreed and the log of what was sent. Not your name, phone or location; we do not track what you read. See or delete your data any time: /privacy
bot-consent =
    <b>Following: { $districts }</b> · { $where ->
        [topic] into this topic ·{" "}
       *[other] {""}
    }daily { $time } · never 22:00 to 06:00.

    { $notice }
bot-come-back =
    { $where ->
        [private] <b>Welcome back.</b> You used to follow
        [topic] <b>The bot is back.</b> This topic used to follow
        [channel] <b>The bot is back.</b> This channel used to follow
       *[group] <b>The bot is back.</b> This group used to follow
    }: <b>{ $districts }</b>, { $schedule }. One tap and it comes again.

    { $notice }
bot-consent-add =
    <b>Also follow: { $districts }</b>
    { $frequency ->
        [urgent] You follow { $followed } and get urgent notices only. The latest news of what you add is sent once.
       *[other] You get { $followed }, { $schedule }. What you add joins the same digest.
    } See or delete your data any time: /privacy
bot-hours = At what time would you like your digest?
bot-agreed =
    Done. You follow: <b>{ $districts }</b>. The latest news is on its way.

    { $next }
bot-next = Next digest: { $time } { $day }.
bot-next-none = You get urgent notices only, no digest.

bot-schedule-daily = daily { $time }
bot-schedule-range = { $from } to { $to } { $time }
bot-schedule-weekly = every { $day } { $time }
bot-schedule-urgent = urgent notices only
bot-settings =
    <b>Settings</b>
    Areas: { $districts }
    Schedule: { $schedule }
    Quiet hours: { $quiet_from } to { $quiet_until }
    Display: { $display ->
        [review] the complete review
        [short] headlines only
       *[normal] headlines and summaries
    }{ $filters }
    Language: { $language }
    Announcements from the operator: { $announcements ->
        [yes] yes
       *[no] no
    }
    Urgent notices: { $urgent ->
        [yes] yes, in quiet hours as well
       *[no] no
    }

    { $next }
bot-settings-watched = Words followed: { $list }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
bot-settings-muted = Words avoided: { $list }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
bot-settings-sections = Sections turned off: { $list }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
bot-paused-until = Paused until { $until }.
bot-pauses =
    For how long would you like to pause?

    After that the digest comes again by itself, with the news of the last 7 days at most.
bot-frequencies =
    <b>How often would you like your digest?</b>

    On days without news nothing is sent. Times and days are chosen in the settings.
bot-frequency-daily = Once a day
bot-frequency-twice = Twice: morning and afternoon
bot-frequency-weekly = Weekly, Saturday morning
bot-frequency-urgent = Urgent notices only
bot-urgent-only =
    <b>Urgent notices only</b>
    You will get no digest any more. When there is danger to life in your area, such as a flash flood or a landslide, the operator may send an urgent notice. It comes at any time, in quiet hours as well.

    To read the news, type /news. In danger, call 112, 113, 114 or 115.
bot-urgent =
    <b>Urgent notices</b>
    When there is danger to life in your area, such as a flash flood or a landslide, the operator may send an urgent notice. If you choose to get them, they come at any time, in quiet hours as well.

    { $state ->
        [only] You get urgent notices only. To get the digest, choose again with the button below.
        [yes] You get urgent notices.
       *[no] You do not get urgent notices yet.
    }
    This is not an emergency warning system. In danger, call 112, 113, 114 or 115.
bot-quiet =
    <b>Quiet hours: { $quiet_from } to { $quiet_until }</b>
    { $style ->
        [official] In these hours announcements from the operator wait for the morning. The press review is still sent, also when it is late.
       *[citizen] In these hours no late digest and no announcement is sent: announcements wait for the morning, the news goes into the next digest. A digest that is on time still comes at the hour you chose.
    }

    Everyone has quiet hours from { $least_from } to { $least_until }; you may choose more. Urgent notices come in these hours only if you have chosen to get them.
bot-displays =
    <b>Should the digest be long or short?</b>

    1. Headlines only: quick to read, tap a headline to open the article.
    2. Headlines and summaries: a few lines from the newspaper below each headline.
bot-display-short = Headlines only
bot-display-normal = Headlines and summaries
bot-hours-which = Which digest should come at another time?
bot-days =
    { $weekly ->
        [yes] On which day of the week would you like your digest?
       *[no] On which days would you like your digest? Choose two at least; for one day a week, see Frequency.
    }
bot-languages = Which language would you like? Headlines and summaries stay as the newspaper wrote them.
bot-sections =
    <b>Sections</b>
    Tap to turn one off or on. You get the news of those marked ✓.
bot-sections-none =
    <b>Sections</b>
    The newspapers have not put any story into a section yet.
bot-sections-official = A press review is always complete, so no section can be turned off.
bot-words =
    <b>Keywords</b>
    Watched: you also get stories with this word from elsewhere in the province.{ $style ->
        [official] {""}
       *[citizen] {" "}Muted: stories with this word are not sent to you.
    }

    { $n ->
        [0] You have no keywords yet.
       *[other] { $list }
    }
bot-words-watched = { $number }. { $word } (watched)
bot-words-muted = { $number }. { $word } (muted)
bot-words-added = Saved: <b>{ $words }</b>. It counts from the next digest on.
bot-words-question-watch =
    Which word would you like to watch for? Reply to this message, for example: lũ quét. Put commas between several.
    With accents, only that exact spelling is found; without accents, every spelling is.
bot-words-question-mute =
    Which word would you rather not read about? Reply to this message, for example: bóng đá. Put commas between several.
    With accents, only that exact spelling is found; without accents, every spelling is.
bot-words-invalid = Each keyword needs a letter or a digit and 2 to 40 characters. Please answer the question again.
bot-words-full = You can keep at most { $n } keywords. Remove one, then add it again.

bot-stop = What would you like to do? No reason needed, it takes effect at once.
bot-nothing-to-stop = You are not getting a digest. To begin: /start. To see or delete what is still stored: /privacy
bot-paused =
    Paused for 7 days. { $next }{ $digests ->
        [yes] {" "}It has the news of the 7 days before it.
       *[no] { "" }
    }
bot-stopped = Stopped. You will get no more news. Your data will be deleted after 30 days, or right now with the button below. To begin again: /start
bot-stop-undone = Undone. You follow: { $districts }. { $next }
bot-undo-too-late = This can no longer be undone. To begin again, type /start

bot-privacy =
    <b>Privacy</b> (version { $version })
    <b>Who is responsible:</b> { $manager }.
    <b>What is stored:</b> your Telegram chat ID (encrypted), areas, times and days, quiet hours, display, the sections and keywords you chose, language, pauses, whether you want announcements and urgent notices, when you agreed, the log of the digests sent to you, the stories you reported as being in the wrong area (30 days); for officials also the unit; for people with a role their Telegram ID (encrypted), role and language.
    <b>What for:</b> only to send the digest you chose, and nothing twice.
    <b>How long:</b> until you stop; after you stop or block the bot it is deleted after 30 days, or as soon as you tap “Delete everything”; a role until it is left or revoked.
    <b>Never:</b> selling your data, sharing it, tracking what each person reads.
    <b>Your rights:</b> see, correct, download, withdraw consent, delete, complain.

    { $stored }
bot-privacy-no-manager = whoever runs this bot (no name was given)
bot-stored = <b>Your data right now:</b> { $n ->
        [0] no areas
        [one] { $n } area ({ $districts })
       *[other] { $n } areas ({ $districts })
    }{ $filters ->
        [0] {""}
        [one] , { $filters } keyword or muted section
       *[other] , { $filters } keywords and muted sections
    }, { $schedule }, { $style ->
        [official] unit { $unit }, { $language }
       *[citizen] { $language }
    }, agreed to version { $version } at { $time } on { $date }, { $deliveries ->
        [one] { $deliveries } delivery
       *[other] { $deliveries } deliveries
    }.{ $until ->
        [none] {""}
       *[other] {" "}You have stopped; this is deleted by itself after { $until }.
    }
bot-stored-role = <b>Your role:</b> { $role }, since { $date }, { $language }, with your Telegram ID (encrypted).
bot-nothing-stored = Nothing is stored about this chat.
bot-export-about = This is all that is stored about this chat. Times are in UTC. subscriptions: areas and keywords followed; muted_words, muted_sections: what you muted; deliveries: messages sent; served_parts: stories you got; reports: stories you reported.
bot-export-caption = Everything stored about this chat.
bot-erase-confirm =
    Delete your settings, subscriptions ({ $subscriptions }){ $filters ->
        [0] {""}
       *[other] , keywords and muted sections ({ $filters })
    } and deliveries ({ $deliveries }) now? You will get no more news.
bot-erase-confirm-role = Delete your role ({ $role }) and the Telegram ID stored for it now? You will no longer be able to use admin commands.
bot-erase-final = This cannot be undone.
bot-erased =
    Deleted: your settings, subscriptions ({ $subscriptions }){ $filters ->
        [0] {""}
       *[other] , keywords and muted sections ({ $filters })
    } and deliveries ({ $deliveries }).
bot-erased-role = Deleted: your role and the Telegram ID stored for it.
bot-erased-all = Nothing is stored about this chat any more. To get news: /start
bot-erased-but-owner = You are the only owner of this bot, so that role and the Telegram ID stored for it were kept. Invite another owner (/roles), then delete again.

bot-help =
    <b>Help</b>
    { $where ->
        [private] Type a commune or district at any time to see its news or follow it, with or without accents.
       *[group] In a group only its administrators change areas and settings.
    }

    { $commands }

    This is not an emergency service. In danger, call 112, 113, 114 or 115.
bot-story = <b>A shared story</b>
bot-button-follow = Follow { $districts }
bot-share-which = The news of which area do you want to share?
bot-share =
    <b>Share the news of { $district }</b>
    Send this link to whoever wants the news. They tap it, then tap Start.

    { $link }
bot-share-words = Get the news of { $district } every day on Telegram, free of charge:
bot-button-share-sheet = Send to friends
bot-button-copy-link = Copy link
bot-button-add-to-group = Add to a group
bot-button-other-district = Another area
bot-district-moved = <b>{ $from }</b> is now part of <b>{ $to }</b>.
bot-district-back = <b>{ $to }</b> is an area of its own again.
bot-districts-moved =
    { $list }{ $more ->
        [0] {""}
       *[other] {" "}And { $more } more changes.
    }

    From now on you get the news of the new areas, and miss nothing. To choose again: /districts
notice-unreadable =
    For more than a day we have not been able to read { $newspapers }, so { $readers ->
        [channel] the digest
       *[person] your digest
    } may lack stories, or not come at all.

    We keep trying. Once it can be read, new stories come in the next digest; you need not do anything.{ $readers ->
        [channel] {""}
       *[person] {" "}See how things stand: /status
    }
notice-silent =
    No new stories about <b>{ $districts }</b> this week. The newspapers can be read as usual; when there is news, the digest comes as always.{ $neighbours ->
        [0] {""}
       *[other] {" "}You can also follow an area nearby:
    }
notice-data-changed =
    The notice about your data has changed (version { $version }). Your digest comes as before. You can read the new notice, or stop if you do not agree.
notice-read-data = Read it, see my data
bot-status =
    <b>Status</b>
    { $newspapers }

    { $next }
bot-status-read = { $newspaper }: readable, last read { $time } { $day }.
bot-status-failing = { $newspaper }: cannot be read at the moment, last read { $time } { $day }. We keep trying.
bot-status-never-read = { $newspaper }: not read yet.
bot-status-no-newspaper = No newspaper is being read yet.
bot-status-not-following = You do not follow any area yet. To get a digest: /start
bot-status-last = The last digest sent to you: { $time } { $day }.

bot-button-type-to-find = Type to find
bot-typed-question = Reply to this message with the name of a commune or district, with or without accents.
bot-typed-not-found = No such place was found. Tap “Type to find” to try another name, or choose below:
bot-typed-several =
    { $n ->
        [one] { $n } place is called something like “{ $text }”. Is it this one?
       *[other] { $n } places are called something like “{ $text }”. Which one?
    }
bot-typed-place = News of { $place } comes with { $districts }.
bot-typed-unknown = “{ $text }” is not a place we know. Type a commune or district to see its news, or choose:
bot-search-question = What are you looking for? Reply to this message with one or a few words, with or without accents. For example: lũ quét
bot-search-how = Type the command with one or a few words, for example: /search lũ quét
bot-search-found =
    <b>Search “{ $text }”</b> · { $many ->
        [yes] at least { $n } stories
       *[no] { $n ->
            [one] { $n } story
           *[other] { $n } stories
        }
    }
bot-search-corrected = No story has “{ $typed }”. These have “{ $text }”:
bot-search-none = No story has “{ $text }”. Try fewer words, or others.
bot-search-no-words = There is no word to look for. Type one or a few words, for example: lũ quét
bot-search-again = Search again
bot-inline-get = Get news of { $district }
bot-inline-get-region = Get news of the province
bot-inline-none = No story found. Tap to get news every day
bot-unknown-command = There is no such command. Type a commune or district to see its news, or choose:
bot-only-text = Only text can be read here. Type a commune or district to see its news, or choose:
bot-old-button = This button is out of date. Type /news for the news, /start to choose again.
bot-old-digest = This digest is too old to open further. Type /news for the latest.
bot-group-admins-only = Only the administrators of this group can change that.
bot-too-fast = That was a little too fast. Please wait a few seconds and try again.
bot-group-too-fast = This group is asking the bot too much. Wait a moment and try again.
bot-channel-admins-only = Only the administrators of the channel can change that.
bot-may-not-write = The bot may not write here, so it cannot answer.
bot-channel-heading = <b>Channel { $title }</b>{"\u000A"}
bot-channel-choose = Choose the areas this channel gets news of, one short digest a day at { $time }, sent without sound. Tap a name below. Only you see this message.
bot-channel-no-right = The bot is in the channel but may not post there yet. Open the channel, go to Administrators, choose this bot and allow it to post messages. Then the bot will ask you which area the channel wants news of.
bot-channel-way = The areas and the hour of this channel are chosen in a private chat with the bot. Administrators of the channel tap the button below.
bot-error = Something went wrong on our side and this was not done. Please try again in a few minutes.

## Looking around

bot-look-yours = Your areas
bot-look-group = The group's areas
bot-look-these = These areas
bot-look-places =
    { $more ->
        [0] { $places }
        [one] { $places } and { $more } other area
       *[other] { $places } and { $more } other areas
    }
bot-date =
    <b>News by date · { $month }</b>
    { $places }

    Tap a day that shows its number.{ $where ->
        [private] {" "}Or type a date, such as 25/11 or yesterday.
       *[group] {" "}Or give the date with the command: /date 25/11
    }
bot-date-empty =
    <b>News by date · { $month }</b>
    { $places }

    No news in this month.{ $where ->
        [private] {" "}Tap another month, or type a date, such as 25/11 or yesterday.
       *[group] {" "}Tap another month, or give the date with the command: /date 25/11
    }
bot-date-none-here = There is no news on this day for what you are looking at. Tap a day that shows its number.
bot-date-unknown = We do not understand “{ $text }” as a date.
bot-date-impossible = There is no day “{ $text }”.
bot-date-to-come = { $day } is still to come.
bot-look-in-bot = To look for yourself, open this bot and type /news, /date or /search
bot-weekdays = Mo Tu We Th Fr Sa Su
bot-week = the week { $from } to { $to }
bot-day =
    <b>News of { $when }</b>
    { $places }{ $section } · { $n ->
        [0] no stories
        [one] { $n } story
       *[other] { $n } stories
    }
bot-day-section = section { $section }
bot-this-section = This section
bot-every-section = All sections
bot-one-section = Choose a section
bot-which-section = Which section do you want to see?
bot-others =
    <b>Other stories</b> · { $places }{ $section ->
        [none] {""}
       *[other] {" "}· section { $section }
    }
    { $story ->
        [yes] { $n ->
            [0] None before this one: { $title }
           *[other] Published before this one: { $title }
        }
       *[no] { $n ->
            [0] None that are older.
           *[other] Published before those you have just seen.
        }
    }

## Incidents

incident-failures-began =
    <b>Many have not received their digest</b>
    The digest of { $slot_time } { $slot_day }: { $errors } of { $to_send } deliveries failed. Their news will be in the next digest.
    Look and send again: /retry
incident-failures-ended = Digests go out as they should again, since { $ended_time } { $ended_day }.
incident-refused-began =
    <b>Telegram refused a message</b>
    { $kind ->
        [announcement] An announcement could not be sent to { $refused } people, not even as plain text.
       *[digest] A digest could not be sent to { $refused } people, not even as plain text.
    } Telegram’s reason is in the server’s log.
    Look and send again: /retry
incident-refused-ended = Telegram takes our messages again, since { $ended_time } { $ended_day }.
incident-paid_broadcast-began =
    <b>Telegram does not allow the paid broadcast</b>
    The bot goes on at the ordinary pace of 30 messages a second. Please check the Stars and the settings in BotFather.
incident-paid_broadcast-ended = The paid broadcast works again, since { $ended_time } { $ended_day }.
incident-stalled-began =
    <b>Nothing is being sent</b>
    No message has gone out for more than 10 minutes, { $waiting } are waiting. The server may be unable to reach Telegram, or no sender is running. Nothing is lost; it is tried again and again.
incident-stalled-ended = Messages go out again. Nothing was sent from { $began_time } { $began_day } to { $ended_time } { $ended_day }.
incident-overdue-began =
    <b>A digest is not finished</b>
    The time of the digest of { $slot_time } { $slot_day } is over, and { $waiting } deliveries are still waiting. See how it goes, resume or stop it: /retry
incident-source-began =
    <b>A source has a problem: { $newspaper }</b> ({ $source })
    { $fault ->
        [empty] It answers, but has brought nothing new since { $since_time } { $since_day }.
       *[failing] It could not be read since { $since_time } { $since_day }.
    } The next digest may lack news of this newspaper. We keep trying.
    See and act: /sources
incident-source-ended = The source { $newspaper } ({ $source }) brings news again, or was paused or taken out, since { $ended_time } { $ended_day }.
incident-overdue-ended = The digest of { $slot_time } { $slot_day } was finished at { $ended_time } { $ended_day }.

## Runs

admin-run-name-citizen = Digest of { $time }
admin-run-name-official = Press review of { $time }
admin-run-name-announcement = Announcement of { $time }
admin-run-line-running = { $name }: being sent, { $sent }/{ $to_send } · { $waiting } waiting · { $failed } failed{ $end ->
        [none] {""}
       *[other] {" "}· done about { $end }
    }
admin-run-line-paused = { $name }: paused, { $sent }/{ $to_send } · { $waiting } waiting · { $failed } failed
admin-run-line-stopped = { $name }: stopped, { $sent }/{ $to_send } · { $stopped } not sent · { $failed } failed
admin-run-line-finished = { $name }: done, { $sent }/{ $to_send } sent · { $left } no longer receiving · { $failed } failed
admin-runs-title =
    <b>What went out in 2 days</b>

    { $list }
admin-runs-none = Nothing yet.
admin-runs-spread =
    { $minutes ->
        [0] Digests: as fast as possible
       *[other] Digests: spread over { $minutes } minutes
    }
admin-run-card =
    <b>Run</b> · { $day }
    { $line }
    Pace: { $pace } messages a second · may have been sent twice, at most: { $repeated }
    { $reasons }
admin-run-reason = · { $reason ->
        [blocked] blocked the bot
        [deactivated] account deleted
        [kicked] bot removed from the group
        [no_rights] no right to write in the group
        [not_found] chat not found
        [stopped] stopped following
        [paused] paused
        [merged] group became a supergroup
        [withdrawn] stopped by an admin
        [expired] too late to be sent
        [rejected] Telegram refused the content
       *[other] other
    }: { $n }
admin-run-pause = Pause
admin-run-resume = Resume
admin-run-stop = Stop
admin-run-stop-question = Stop { $name }? { $n } deliveries will not be sent; the news of a digest will be in the next one.
admin-run-stop-yes = Stop { $n }
admin-run-resend = Send again to { $chats }
admin-run-resent = { $chats ->
        [0] Nothing is left to send again.
       *[other] Sending again to { $chats }.
    }
admin-run-too-late = It is too late for a digest now. The news will be in everyone’s next one.
admin-run-gone = This run is gone. See the others: /retry

## Audit

admin-open-audit = Audit log
audit-title =
    <b>Audit log: who did what</b>

    { $list }
audit-none = Nothing has been recorded yet.
audit-line = { $when } · no. { $number }: { $what }
audit-older = Older ›
audit-newest = Newest
audit-file = CSV file
audit-article-decided = { $districts ->
    [none] put article { $object } aside as “no news of ours”
   *[other] put article { $object } into { $districts }
  }
audit-article-withdrawn = withdrew article { $object }
audit-broadcast-confirmed = sent announcement { $object } to { $chats ->
    [one] one person
   *[other] { $chats } people
  }
audit-broadcast-withdrawn = withdrew announcement { $object }
audit-official-invited = made an invitation to the press review: { $object } ({ $districts })
audit-official-joined = { $object } accepted the press review ({ $districts })
audit-owner-claimed = became the owner
audit-place-forgotten = forgot place name no. { $object }
audit-place-remembered = remembered “{ $object }” as { $districts }
audit-role-granted = the person invited became { $role }, with no. { $object }
audit-role-invited = made a link for the role { $role }
audit-role-left = gave up their own role
audit-role-revoked = took the role { $role } from no. { $object }
audit-run-paused = paused run { $object }
audit-run-resent = sent run { $object } again to the failed
audit-run-resumed = resumed run { $object }
audit-run-stopped = stopped run { $object } for good
audit-source-added = added source { $object }
audit-source-due = asked to read source { $object } now
audit-source-ended = removed source { $object }
audit-source-paused = paused source { $object }
audit-source-renamed = renamed the newspaper of source { $object }
audit-source-resumed = resumed source { $object }
audit-spread-changed = spread runs over { $object } minutes

## Queue

admin-queue-title = <b>Articles to decide</b> · { $n } left
admin-queue-from = { $newspaper } · { $time } { $day }
admin-queue-name =
    { $n ->
        [0] “{ $place }”: not among the known place names
        [1] “{ $place }”: may be { $places }
       *[other] “{ $place }”: { $n } places of this name ({ $places })
    }
admin-queue-no-name = Title and lead name no place of the province.
admin-queue-stands = Filed under: { $places }
admin-queue-reports = { $n ->
        [1] 1 reader says the area is wrong
       *[other] { $n } readers say the area is wrong
    }
admin-queue-other = Choose other areas
admin-queue-not-ours = not about the province
admin-queue-not-ours-button = Not about the province
admin-queue-skip = Skip
admin-queue-withdraw = Withdraw this article
admin-queue-again = From the beginning
admin-queue-decided = Filed “{ $title }”: <b>{ $where }</b>.
admin-queue-decided-before = Number { $number } filed this article at { $time }: { $where }.
admin-queue-gone = This article no longer waits for a decision.
admin-queue-empty =
    { $n ->
        [0] No article waits for a decision.
       *[other] This was the last one. Still waiting: { $n }.
    }
admin-queue-remember = Remember: “{ $place }” → { $where }
admin-queue-remembered = Remembered: “{ $place }” belongs to <b>{ $where }</b>. It counts where a later article says nothing clearer.
admin-queue-remembered-button = Remembered names
admin-remembered-title =
    <b>Remembered names</b>
    They count only where an article says nothing clearer.

    { $list }
admin-remembered-line = { $number }. “{ $place }” belongs to { $where } (number { $by }, { $date })
admin-remembered-none = No name is remembered.
admin-remembered-forget = Forget { $number }. “{ $place }”

## Withdrawing

admin-withdraw = Withdraw story { $n }
admin-withdraw-question =
    <b>Withdraw which article?</b>
    { $list }

    A withdrawn article leaves digests that are not yet sent, and /news; messages already sent stay as they are. Where another newspaper tells the same story, the story stays without this one. It cannot be brought back.
admin-withdraw-yes = Withdraw { $number } ({ $newspaper })
admin-withdraw-no = Keep
admin-withdraw-kept = Nothing was withdrawn.
admin-withdraw-gone = This article was withdrawn before.
admin-withdrawn = Withdrawn: { $article }.

## Feedback

bot-feedback-why = Why story { $n }?
bot-feedback-wrong = Story { $n }: wrong area
bot-feedback-thanks = Thank you. An editor will look at the area of this story.
bot-feedback-followers-only = Only a chat that receives digests can report a story. To begin: /start
bot-why-named = The article names { $places }, in { $district }.
bot-why-district = The article names { $places }.
bot-why-region = The article is about the whole province: { $places }.
bot-why-region-plain = The article is about the whole province.
bot-why-word = This story has the keyword “{ $word }”, which you follow.
bot-why-source = The newspaper published it in its section about { $district }.
bot-why-admin = An editor filed this article under { $district }.
bot-why-remembered = The article names { $places }; an editor noted that this is in { $district }.
bot-why-moved = This story has been filed anew: { $districts }.
bot-why-not-ours = This story has been filed anew: not about the province.
