### Every word that the bot says in Russian. The ids and gaps are those of en.ftl.

## Customer

# Lengths and amounts
term-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
    [many] { $count } дней
   *[other] { $count } дня
}
term-months = { $count ->
    [one] { $count } месяц
    [few] { $count } месяца
    [many] { $count } месяцев
   *[other] { $count } месяца
}
term-years = { $count ->
    [one] { $count } год
    [few] { $count } года
    [many] { $count } лет
   *[other] { $count } года
}
traffic-gb = { $gb } ГБ
traffic-unlimited = безлимит
traffic-unlimited-short = ∞ ГБ
devices = { $count ->
    [one] { $count } устройство
    [few] { $count } устройства
    [many] { $count } устройств
   *[other] { $count } устройства
}
price-stars = { $stars } ⭐
date-long = { DATETIME($date, year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC

# Language
language-name = Русский
language-ask = Выберите язык.
language-chosen = Теперь бот говорит с вами по-русски.
button-language = 🌐 Язык

# Home and plans
home-intro = Прокси, который работает: выберите тариф, оплатите в Telegram и получите ключ прямо в этом чате.
plans-empty = Сейчас в продаже ничего нет. Оплаченным заказам ничего не грозит; загляните, пожалуйста, позже.
plan-line = { $term }, { $traffic }, { $server }: { $price }
plan-line-devices = { $term }, { $traffic }, { $devices }, { $server }: { $price }
plan-line-sold-out = { $line } (продано)
plan-button = { $term } · { $traffic } · { $price }
plan-button-named = { $name } · { $price }
plan-button-sold-out = Продано: { $term }, { $traffic }
plan-button-sold-out-named = Продано: { $name }
plans-terms = Выбирая тариф, вы принимаете условия: /terms (версия { $version }).
buy-started = Счёт сейчас придёт.
button-accesses = Мои доступы
button-home = Главная
button-back = « Назад
button-earlier = ◀
button-more = ▶

# Invoice
invoice-title = { $name }
invoice-description = Доступ на { $term }, трафик: { $traffic }. Ключ придёт в этот чат сразу после оплаты. Если выдать его не получится, звёзды вернутся к вам.
invoice-description-several = Ключей: { $quantity }, каждый на { $term }, трафик: { $traffic }. Они придут в этот чат сразу после оплаты. За то, что выдать не получится, вернём деньги.
button-pay = Оплатить { $stars } ⭐
button-cancel-order = Отменить заказ
order-cancelled = Заказ отменён. С вас ничего не списано.

# Order card
card-title = Заказ { $order }
card-line = { $plan }, { $stars } ⭐
card-line-several = { $quantity } × { $plan }, { $stars } ⭐
card-paid = ✅ Оплачено. Сейчас начнём.
card-creating = ⏳ Создаём доступ на сервере { $server } …
card-testing = 🔎 Проверяем доступ на сервере { $server } …
card-slow = ⏳ На сервере { $server } это занимает больше времени, чем обычно. Ваш платёж в сохранности: мы продолжаем сами и напишем вам.
card-failed = ⚠️ Создать доступ не удалось. Ваш платёж в сохранности: либо мы всё же выдадим ключ, либо деньги вернутся к вам. Мы напишем.
card-ready = 🟢 Готово. Ключ в этом чате.
card-refunded = ↩️ Возвращаем вам { $stars } ⭐, доступ отключён.
card-elsewhere = 📍 На сервере { $server }: на { $planned } сейчас нет места.
card-progress = Готово: { $ready } из { $quantity }

# Key and My access
key-title = 🔑 Ваш доступ готов
key-plan = Тариф: { $plan }
key-server = Сервер: { $server }
key-until = Действует до: { $date }
key-forever = Действует: бессрочно
key-traffic = Трафик: { $traffic }
key-link = Ваша ссылка (нажмите, чтобы скопировать, и добавьте её в приложение):
key-link-later = Вашу ссылку пока нельзя показать. Загляните в «Мои доступы» через минуту.
key-link-long = Ваша ссылка слишком длинная для сообщения: отсканируйте QR-код или используйте подписку.
key-qr-caption = QR-код: { $plan }, { $server }. Отсканируйте его в приложении.
button-copy-subscription = Скопировать подписку
button-qr = QR
accesses-title = Мои доступы
accesses-empty = У вас пока нет доступа. Выберите тариф, и ключ придёт в этот чат.
access-line = { $status }, { $server }, { $days }, { $traffic }
access-button = { $plan } · { $days }
access-status-provisioning = ⏳ создаётся
access-status-active = 🟢 работает
access-status-suspended = ⏸ приостановлен
access-status-expired = ⚪ срок истёк
access-status-terminated = ⚪ завершён
access-status-used-up = 🟠 трафик закончился
days-left = { $count ->
    [one] ещё { $count } день
    [few] ещё { $count } дня
    [many] ещё { $count } дней
   *[other] ещё { $count } дня
}
days-none = время вышло
days-forever = бессрочно
gb-left = осталось { $gb } ГБ
gb-unlimited = трафик без ограничений
usage-of = использовано { $used } из { $limit } ГБ
usage-unlimited = использовано { $used } ГБ, без ограничений
access-status = Состояние: { $status }

# Accesses from before
access-added = 🎁 Этот доступ теперь ваш и в магазине: ссылка, QR-код и остаток трафика — в разделе «Мои доступы». Ключ остался прежним.

# Changes of an access
access-notice-title = { $plan }, { $server }
access-status-ends-soon = 🟡 работает, скоро закончится
access-connection = Подключение: { $protocol }, { $host }:{ $port }
access-suspended = ⏸ Магазин приостановил этот доступ: ключ пока не работает. Ничего не потеряно; если вы этого не ждали, загляните в /paysupport.
access-resumed = 🟢 Этот доступ снова работает, ключ прежний.
access-extended = 🎁 Этот доступ продлён. Ключ остаётся прежним.
access-renewed = 🎁 Начался новый период: срок продлён, трафик считается заново. Ключ остаётся прежним.
traffic-notice = 🟡 Израсходовано { $percent }% трафика.
traffic-notice-over = 🟠 Трафик закончился, поэтому доступ приостановлен.

# Что делают с доступом время и расход
access-ending = { $days ->
    [one] ⏳ Остался { $days } день: доступ закончится { $date }.
    [few] ⏳ Осталось { $days } дня: доступ закончится { $date }.
    [many] ⏳ Осталось { $days } дней: доступ закончится { $date }.
   *[other] ⏳ Осталось { $days } дня: доступ закончится { $date }.
}
access-ending-left = Осталось { $gb } ГБ.
access-ending-how = Если продлить вовремя, ключ останется тем же.
access-ended = ⚪ Срок доступа закончился { $date }: ключ сейчас не работает.
access-ended-kept = До { $date } его можно продлить с тем же ключом, потом он будет удалён.
access-not-renewed = Продлить его нельзя. Другие тарифы: /buy
access-connected = ✅ Вы подключились: доступ работает.
access-gone = ⚪ Доступ не продлили, поэтому он удалён. Старый ключ больше не заработает, новый доступ — в одно касание.

# Уведомления: о чём и когда сообщать
button-notices = 🔔 Уведомления
notices-title = 🔔 Уведомления
notices-all = Мы напоминаем за 7, 3 и 1 день до конца доступа и при 80 и 95% трафика.
notices-muted = Приходит только важное: напоминания за неделю, за три дня и при 80% трафика выключены.
notices-when = Что может подождать, приходит в эти часы: { $hours }, { $zone }.
notices-essential = О последнем дне, о конце срока и о конце трафика мы сообщаем всегда.
notices-mute = 🔕 Только важное
notices-unmute = 🔔 Все напоминания
notices-any-time = в любое время
notices-zone-button = 🕐 Часовой пояс
notices-zone-title = 🕐 Ваш часовой пояс
notices-zone-line = На сколько ваши часы отличаются от UTC?
notices-stored = Сохранено

# What is said when nobody asked
subscription-ended-bot-replaced = У магазина новый бот, а старый больше не может продлевать ваш доступ. Но Telegram может списывать за подписку и дальше: пожалуйста, отмените её сами: Настройки → Мои звёзды → ваша подписка на старого бота. Кроме вас, этого никто не может. Здесь доступ можно продлить или подписаться заново.
alert-bot-replaced = 🔄 Магазин продолжает работу с другим ботом. Этот бот отправит { $messages ->
        [one] { $messages } сообщение старого
        [few] { $messages } сообщения старого
        [many] { $messages } сообщений старого
       *[other] { $messages } сообщений старого
    }{ $payments ->
        [0] .
        [one] ; проведён { $payments } платёж, который остался после него.
        [few] ; проведены { $payments } платежа, которые остались после него.
        [many] ; проведено { $payments } платежей, которые остались после него.
       *[other] ; проведено { $payments } платежей, которые остались после него.
    }
    { $subscriptions ->
        [0] Подписок в звёздах не осталось.
        [one] { $subscriptions } подписка в звёздах здесь завершена. Telegram может списывать за неё дальше: отменить её там может только плательщик, ему об этом сказано.
        [few] { $subscriptions } подписки в звёздах здесь завершены. Telegram может списывать за них дальше: отменить их там могут только плательщики, им об этом сказано.
        [many] { $subscriptions } подписок в звёздах здесь завершены. Telegram может списывать за них дальше: отменить их там могут только плательщики, им об этом сказано.
       *[other] { $subscriptions } подписок в звёздах здесь завершены. Telegram может списывать за них дальше: отменить их там могут только плательщики, им об этом сказано.
    }
notices-off = Сейчас магазин не присылает напоминаний сам: когда доступ закончится, видно в «Моих доступах». Эти настройки действуют для того, что отправляют сотрудники.

# Money that goes back
refund-started-title = ↩️ Деньги возвращаются к вам
refund-started = Возвращаем вам { $stars } ⭐. { $reason }
refund-reason-second-payment = Заказ был оплачен дважды; второй платёж возвращается.
refund-reason-late-and-sold-out = Платёж пришёл, когда время заказа вышло, а последнее место уже занято.
refund-reason-not-delivered = Создать доступ не удалось. Просим прощения.
refund-reason-admin = Магазин вернул деньги за ваш заказ.
refund-reason-wrong-amount = Сумма не совпала с ценой заказа.
refund-done-title = ✅ Деньги вернулись
refund-done = { $stars } ⭐ снова на вашем балансе в Telegram.
refund-order = Заказ { $order }

# Balance in the shop
card-refunded-balance = ↩️ Деньги возвращены: { $amount } на ваш баланс в магазине. Доступ отключён.
card-refunded-both = ↩️ Деньги возвращены: { $stars } ⭐ в Telegram и { $amount } на ваш баланс в магазине. Доступ отключён.
card-given-back = ↩️ Возвращено: { $units } из { $quantity }, { $amount } на ваш баланс в магазине
credited-title = 👛 Баланс пополнен
credited = На ваш баланс в магазине пришло { $amount }. { $reason }
credited-part = Это за { $units } из { $of } ключей заказа; остальные ваши.
credited-use = Балансом можно оплатить любой тариф целиком или частично: тарифы показывает /start.
refund-reason-customer = Вы решили не ждать дольше и вернуть деньги.
refund-reason-late-and-balance-gone = Платёж пришёл, когда время заказа вышло, а баланс, которым оплачивалась остальная часть, уже потрачен.
refund-reason-stars-refused = Telegram не смог вернуть вам звёзды, поэтому их стоимость пришла сюда.
button-wallet = 👛 Баланс
home-balance = 👛 На вашем балансе: { $amount }. Им можно оплатить тариф целиком или частично.
wallet-title = 👛 Ваш баланс: { $amount }
wallet-how = Откуда он берётся: если часть заказа создать не удалось, её доля цены сразу приходит сюда, потому что Telegram возвращает платежи только целиком. На что его можно потратить: на тарифы, продления и дополнительный трафик, целиком или частично. Он не сгорает.
wallet-how-topup = Откуда он берётся: вы пополняете его сами; а если часть заказа создать не удалось, её доля цены сразу приходит сюда, потому что Telegram возвращает платежи только целиком. На что его можно потратить: на тарифы, продления и дополнительный трафик, целиком или частично. Он не сгорает.
wallet-empty = Движений пока не было.
wallet-line = { $date }: { $amount }, { $reason }
wallet-line-order = { $date }: { $amount }, { $reason } (заказ { $order })
wallet-move-wallet-paid = оплата
wallet-move-wallet-held = отложено до оплаты остальной части
wallet-move-wallet-returned = возвращено: заказ не оплачен
wallet-move-wallet-paid-late = оплата вместе с опоздавшим платежом
wallet-move-not-delivered = возвращено за невыданное
wallet-move-customer = возвращено по вашей просьбе
wallet-move-admin = возвращено магазином
wallet-move-stars-refused = за звёзды, которые Telegram не смог вернуть
wallet-move-other = изменено магазином
pay-price = Цена: { $amount } или { $stars } ⭐
pay-balance = 👛 Ваш баланс: { $amount }
pay-how = Как хотите заплатить?
button-pay-balance = 👛 { $amount }
button-pay-part = 👛 { $amount } + { $stars } ⭐
paid-from-balance = ✅ { $amount } оплачено с баланса. Ключ уже готовится.
invoice-description-part = { $quantity } × { $term }, трафик: { $traffic }. { $amount } спишется с вашего баланса, этот счёт на остальное. Если выдать не получится, вернём и то и другое.
card-line-balance = { $quantity } × { $plan }, { $amount } с вашего баланса
card-line-part = { $quantity } × { $plan }, { $amount } с вашего баланса и { $stars } ⭐
refusal-balance-too-low = На вашем балансе в магазине нечем за это заплатить. Ничего не списано.
refusal-balance-changed = Баланс или цена успели измениться, поэтому ничего не списано. Вот как обстоят дела сейчас.
receipt-from-balance = 👛 С вашего баланса: { $amount }
receipt-credit = 👛 { $amount } возвращено на ваш баланс в магазине.
receipt-credit-due = 👛 { $amount } вернётся на ваш баланс в магазине, как только доступ будет отключён.

# Renewal of an access
button-renew = 🔁 Продлить
renew-title = 🔁 Продление: { $plan }
renew-left = Сейчас у вас: { $days }, { $traffic }.
renew-gives = Продление даёт: { $term }, трафик: { $traffic }.
renew-rule-keep = Оставшиеся дни и трафик прибавляются.
renew-rule-drop = Новый период начинается сразу, остаток сгорает.
renew-until = После этого доступ действует до: { $date }
renew-traffic = После этого трафик: { $traffic }
renew-stopped = ⏸ Этот доступ отключён. Продление добавит ему срок, но не включит его.
renew-done = ✅ Продлено. Квитанция в этом чате.
renewed = 🔁 Продлено. Ключ остался прежним.
renewed-auto = 🔁 Продлено автоматически, как вы хотели. Ключ остался прежним.
renewed-until = Действует до: { $date }
renewed-traffic = Трафик теперь: { $traffic }, счёт начат заново
renewed-paid-stars = Оплачено: { $stars } ⭐
renewed-paid-balance = Оплачено: { $amount } с вашего баланса; осталось { $left }.
renewed-paid-part = Оплачено: { $stars } ⭐ и { $amount } с вашего баланса; осталось { $left }.
renewed-waits = ⏳ Сервер { $server } сейчас не отвечает. Продление сохранено и вступит там в силу, как только он ответит; делать ничего не нужно.
renewed-stopped = ⏸ Доступ по-прежнему отключён; новый срок за ним сохранён.
invoice-title-renewal = Продление: { $name }
invoice-renewal = Ещё { $term }, трафик: { $traffic }. Ключ останется прежним. Если продлить не получится, платёж вернётся.
invoice-rest = { $amount } спишется с вашего баланса, этот счёт на остальное.
bought-renewal = Продление: { $plan }
own-status-given = 🟢 выполнен
cancel-ask-bought = { $plan }, { $stars } ⭐. С вас ничего не списано, доступ остаётся как есть.
order-button-access = Доступ
refund-sure-renewal = Полученное по этому продлению отменяется: доступ закончится на столько же раньше, трафика станет на столько же меньше.
refusal-renewal-changed = Цена, тариф или доступ успели измениться. С вас ничего не списано. Вот как обстоят дела сейчас.
refusal-renewed-meanwhile = Доступ успели продлить, и этот счёт дал бы не то, что в нём сказано. С вас ничего не списано. Продлить ещё раз можно в разделе «Мои доступы».
refund-reason-access-gone = Доступ, за который вы платили, завершён, продлевать стало нечего. То, что оплачивалось балансом, снова на нём.
refund-reason-renewed-meanwhile = Доступ успели продлить, и второе продление стёрло бы первое. То, что оплачивалось балансом, снова на нём.
access-waits = ⏳ Его сервер сейчас не отвечает. Изменённое и оплаченное сохранено и вступит там в силу, как только он ответит.
renew-auto-off = 🔁 Автопродление выключено.
renew-auto-on = 🔁 Продлится автоматически { $date } за { $amount } с вашего баланса.
renew-auto-ended = 🔁 Автопродление включено, но в этом периоде попыток больше не будет: продлите кнопкой ниже.
renew-auto-short = ⚠️ На балансе для этого не хватает { $amount }.
renew-auto-now-on = 🔁 Включено: следующий период оплатит баланс за три дня до конца срока.
renew-auto-now-off = Автопродление выключено. Ничего списано не будет.
button-auto-on = 🔁 Вкл. автопродление
button-auto-off = Выкл. автопродление
renewal-short = ⚠️ Продлить этот доступ автоматически не удалось: на балансе не хватает { $amount }. Ничего не списано.
renewal-short-again = До этого дня пробуем раз в сутки. Звёздами продлить можно в любой момент.
renewal-short-last = Это была последняя попытка. Без продления доступ в этот день закончится.
renewal-stopped = ⚠️ Этот доступ больше не может продлеваться автоматически. Ничего не списано, он действует до конца срока.
refusal-access-gone = Этот доступ завершён окончательно, продлить его нельзя. С вас ничего не списано. Выберите тариф: /buy.
refusal-renewal-off = Этот тариф больше не продлевается. Доступ работает до конца срока; другой тариф можно выбрать через /buy.
refusal-renewal-endless = Этот доступ бессрочный, продлевать нечего.
refusal-renewal-no-price = Этот доступ куплен не здесь, поэтому цены продления у него нет. Поможет /support.

# Подписка за звёзды
button-subscribe = Подписка: { $stars } ⭐/30 дн.
button-subscription-pay = ⭐ Подписка за { $stars } ⭐
button-subscription-end = Отменить подписку
button-subscription-end-yes = Да, отменить
button-subscription-again = Возобновить подписку
auto-switched-subscription = Подписка отменена: Telegram больше ничего не спишет.
subscription-offer = ⭐ Или оформите подписку: Telegram спишет { $stars } ⭐ сейчас и будет списывать каждые 30 дней, а доступ будет продлеваться сам. Отменить её можно в любой момент, в Telegram или здесь. До отмены цена не изменится, даже если тариф подорожает.
subscription-not-balance = С баланса тогда больше ничего не списывается.
subscription-or-balance = Автопродление с баланса отменит подписку.
subscription-started = ⭐ Ссылка на подписку в этом чате. Пока вы не подтвердите её в Telegram, ничего не спишется.
subscription-active = ⭐ Telegram продлит доступ { $date } за { $stars } ⭐. До отмены подписки эта цена не изменится.
subscription-cancelled = ⭐ Подписка отменена, Telegram больше ничего не спишет. До { $date } её можно возобновить за { $stars } ⭐.
subscription-sure = Отменить подписку?
subscription-sure-what = Telegram списал бы { $stars } ⭐ { $date }, теперь не спишет. Оплаченное остаётся: доступ работает до конца срока, продлить его можно вручную.
subscription-over = Подписка отменена
subscription-now-balance = 🔁 Включено: следующий период оплатит баланс. Подписка отменена, Telegram больше ничего не спишет.
subscription-take-up = ⭐ Возобновление подписки
subscription-again-how = Это можете сделать только вы, в Telegram: «Настройки» → «Мои звёзды» → подписка на этого бота → «Возобновить». Это возможно до { $date }; в этот день спишется { $stars } ⭐, раньше ничего.
subscription-again-else = Если подписки там ещё нет, подождите минуту. После этого дня можно подписаться заново.
price-news-subscribed = ⭐ Цена вашей подписки не изменится, пока вы её не отмените.
subscription-link-title = ⭐ Подписка: { $plan }
subscription-link = { $stars } ⭐ сейчас и каждые 30 дней. Каждый раз: ещё { $term }, трафик: { $traffic }. Ключ останется прежним.
subscription-link-end = Telegram попросит подтверждения. Отменить подписку можно в любой момент, в Telegram или в разделе «Мои доступы». Если продлить не получится, платёж вернётся.
invoice-subscription = Ещё { $term } сейчас и каждые 30 дней, трафик каждый раз: { $traffic }. Ключ останется прежним. Отменить можно в любой момент. Если продлить не получится, платёж вернётся.
subscription-ended-title = ⭐ Подписка: { $plan }
subscription-ended-unpaid = Telegram её не продлил, поэтому она закончилась: её отменили там или не хватило звёзд. Ничего не списано. Доступ можно продлить или подписаться заново.
subscription-ended-access-gone = Доступ завершён, поэтому закончилась и подписка. Telegram больше ничего не спишет.
refusal-subscription-over = Подписки на этот доступ больше нет. Ничего не списывается.
refusal-subscription-not-offered = На этот доступ нельзя подписаться. Ничего не списано; продлите его вручную.
refusal-already-subscribed = Подписка на этот доступ уже есть. Ничего не списано. Она в разделе «Мои доступы».
refund-reason-already-subscribed = Подписка на этот доступ уже была. Вторая отменена.
refund-reason-subscription-over = Доступ или подписка на него завершены, продлевать стало нечего. Подписка отменена, Telegram больше ничего не спишет.
refund-reason-access-stopped = Магазин отключил этот доступ, а платить за отключённый не нужно. Подписка продолжится со следующего списания; отменить её можно в разделе «Мои доступы».

# Деньги, которые Telegram вернул без участия магазина
stars-returned-title = ↩️ Telegram вернул вам деньги
stars-returned = { $stars } ⭐ снова у вас.
refund-reason-returned = Telegram вернул звёзды за этот заказ, поэтому то, что было ими оплачено, закончилось: доступ отключён и удаляется, а купленное для доступа снято.
wallet-move-returned = Telegram вернул звёзды за заказ
subscription-ended-returned = Telegram вернул одно из её списаний, поэтому подписка завершена. Больше Telegram ничего не спишет.
audit-actor-ledger = никто (журнал Telegram)
alert-stars-returned-access = 🟠 { $stars } ⭐ за заказ { $orderId } вернулись человеку { $payerId }, хотя магазин об этом не просил: это сделал Telegram или кто-то с токеном бота (платёж { $chargeId }).
    Заказ завершён, доступ отключён и удаляется, как после возврата. Клиенту сообщили.
alert-stars-returned-purchase = 🟠 { $stars } ⭐ за заказ { $orderId } вернулись человеку { $payerId }, хотя магазин об этом не просил: это сделал Telegram или кто-то с токеном бота (платёж { $chargeId }).
    Заказ завершён, купленное для доступа или баланса снято, подписка, к которой он относился, завершена. Клиенту сообщили.
alert-stars-returned-nothing = 🟠 { $stars } ⭐, которые не относились ни к одному заказу, вернулись человеку { $payerId } (платёж { $chargeId }). В учёте это отмечено, делать ничего не нужно.
alert-stars-returned-unclear-unknown = 🔴 Telegram вернул { $stars } ⭐ по платежу { $chargeId }, которого магазин не знает. Ничего не изменено: проверьте, нет ли за ним доступа.
alert-stars-returned-unclear-partial = 🔴 По данным Telegram, из платежа { $chargeId } вернулись { $stars } ⭐, то есть не весь платёж (заказ { $orderId }). Ничего не изменено: решите сами.
alert-stars-returned-unclear-twice = 🔴 { $stars } ⭐ за заказ { $orderId } вернулись без участия магазина (платёж { $chargeId }), а раньше деньги за этот заказ уже пришли клиенту на баланс: часть он получил дважды.
alert-stars-returned-unclear-kept = 🔴 { $stars } ⭐ за заказ { $orderId } вернулись без участия магазина (платёж { $chargeId }), а снять купленное не удалось. { $reason }
alert-stars-returned-unclear-failed = 🔴 { $stars } ⭐ за заказ { $orderId } вернулись без участия магазина (платёж { $chargeId }), а завершить заказ не удалось. /doctor попробует снова, причина в журнале.
stars-kept-topup-spent = Клиент уже потратил часть этого пополнения.
stars-kept-credit-spent = Клиент уже потратил то, что пришло на баланс при смене тарифа.
stars-kept-bought-since = После этого для доступа покупали ещё что-то: сначала верните самый новый заказ, потом нажмите [Исправить] в /doctor.
stars-kept-old-plan-full = На прежнем тарифе больше нет мест: добавьте ему место и нажмите [Исправить] в /doctor.
stars-kept-not-refundable = Заказ в таком состоянии, что завершить его нельзя.

# Доступ, инбаунд которого исчез с панели
refusal-access-no-place = Места этого доступа на сервере больше нет: купленное не заработает. Ничего не списано. Выберите другую локацию в «Моих доступах», если она есть, или напишите нам.
refusal-key-no-place = Места этого доступа на сервере больше нет, новый ключ там не создать. Выберите другую локацию в разделе «Мои доступы», если она есть, или напишите нам.
refund-reason-access-no-place = Места этого доступа на сервере больше нет, и купленное для него не заработало бы. Выберите другую локацию в разделе «Мои доступы», если она есть, или напишите нам. Подписка продолжится со следующего списания.
renewal-held = ⚠️ Этот доступ не продлён с баланса, ничего не списано: его места на сервере больше нет, и ключ не работает. Откройте доступ и выберите другую локацию, если она есть, или напишите нам. До конца срока продление будет повторяться.
trouble-mend-look-again = Отсюда всё выглядит исправным, но доступом никто не пользуется. Отсканируйте QR-код в разделе «Мои доступы» ещё раз или обновите подписку, если она есть в приложении. Если не поможет, напишите нам.

# Ещё трафик
button-traffic = ➕ Ещё трафик
button-pack = { $gb } ГБ · { $amount } · { $stars } ⭐
traffic-title = ➕ Ещё трафик: { $plan }
traffic-until = Купленное действует до конца периода: { $date }
traffic-after = +{ $gb } ГБ: всего станет { $after } ГБ
traffic-done = ✅ Готово. Чек в этом чате.
traffic-added = ➕ Трафик добавлен: теперь у вас всего { $gb } ГБ. Ключ прежний.
invoice-title-traffic = Трафик: { $name }
invoice-traffic = Ещё трафик: { $traffic }, до конца текущего периода. Ключ останется прежним. Если добавить не получится, платёж вернётся.
bought-traffic = Трафик: { $plan }
refund-sure-traffic = Добавленный трафик будет снят; израсходованное останется израсходованным.
refusal-access-ended = Этот доступ закончился или больше не ограничен, и покупка по этому счёту ему не нужна. Ничего не списано. Сначала продлите его.
refusal-traffic-unlimited = У этого доступа нет лимита трафика: добавлять нечего.
refusal-traffic-not-offered = Для этого тарифа трафик сейчас не продаётся. Продление даёт трафик заново.
refund-reason-access-ended = Доступ закончился или больше не ограничен, и покупка ему уже не нужна. То, что оплатил баланс, снова на нём.

# Другой тариф
button-other-plan = 🔄 Другой тариф
button-plan-choice = { $plan } · { $sum }
button-change-plan = ✅ Сменить тариф
change-title = 🔄 Другой тариф вместо { $plan }
change-rest = Остаток вашего тарифа: { $days }, { $traffic }. Он стоит { $amount }.
change-choice = { $price } ({ $stars } ⭐), { $term }: { $traffic }, { $devices }
change-due = Доплата за смену: { $amount } или { $stars } ⭐
change-credit = Доплаты нет: { $amount } вернётся на ваш баланс
change-even = Доплаты нет
change-one-title = 🔄 Смена тарифа на { $plan }
change-until = Срок доступа прежний: до { $date }
change-limit = Трафик на это время: { $share } ГБ. Израсходованное считается дальше, поэтому предел счётчика станет { $limit } ГБ.
change-unlimited = Трафик: без ограничений
change-devices = одновременно { $devices }
change-devices-any = любое число устройств
change-cost = Ваше оставшееся время на нём стоит { $amount }; остаток нынешнего тарифа идёт в зачёт.
change-renewal = Продление с этого момента: { $price } ({ $stars } ⭐) за { $term }.
change-key-stays = Ключ останется прежним.
change-traffic-now = Трафик теперь: { $traffic }; уже потраченное учитывается.
change-ends-subscription = Подписка в Telegram при смене тарифа закончится: она списывала бы оплату за прежний тариф.
change-done = ✅ Тариф сменён. Чек в этом чате.
plan-changed = 🔄 Теперь у вас другой тариф. Ключ прежний.
plan-changed-credit = На баланс пришло { $amount }; теперь на нём { $left }.
plan-changed-even = Доплачивать не пришлось.
invoice-title-plan = Смена на: { $name }
invoice-plan = Другой тариф на оставшееся время; срок и ключ прежние. На { $term } он даёт { $traffic }, на ваш остаток — долю. Если сменить не получится, платёж вернётся.
bought-plan = Смена на: { $plan }
refund-sure-plan = Доступ вернётся на прежний тариф с его лимитами; израсходованное останется израсходованным. Пришедшее на баланс при смене спишется.
refusal-change-not-running = Сменить тариф можно, только пока доступ работает: этот на паузе, выключен или закончился. Ничего не списано.
refusal-change-endless = Этот доступ бессрочный: остатка, который можно перенести на другой тариф, нет.
refusal-change-no-price = Этот доступ куплен не здесь, поэтому у его остатка нет цены. Поможет /support.
refusal-change-own-inbound = У этого доступа собственный порт на сервере, сменить ему тариф нельзя. Поможет /support.
refusal-change-too-late = Осталось меньше часа: продлите доступ или купите другой тариф: /buy. Ничего не списано.
refusal-no-other-plan = Для сервера этого доступа сейчас нет других тарифов.
refusal-plan-full = Последнее место на этом тарифе уже занято. Ничего не списано. Выберите другой.
refusal-change-differs = С тех пор как вы открыли этот экран, изменилась цена или остаток вашего тарифа. Ничего не списано; вот как обстоит дело сейчас.
refusal-access-changed = Доступ изменился после выставления счёта, и этот счёт дал бы не то, что в нём сказано. Ничего не списано. Выберите заново в разделе «Мои доступы».
refusal-bought-since = После этого для доступа покупали ещё что-то. Сначала верните самый новый заказ. Ничего не возвращено.
refusal-old-plan-full = На прежнем тарифе больше нет мест. Добавьте ему место и повторите возврат. Ничего не возвращено.
refusal-credit-spent = Клиент уже потратил то, что пришло на баланс при смене тарифа. Ничего не возвращено.
refund-reason-access-changed = Доступ изменился после выставления счёта. То, что оплатил баланс, снова на нём.
refund-reason-plan-full = Последнее место на тарифе уже было занято. То, что оплатил баланс, снова на нём.
wallet-move-plan-credit = остаток сменённого тарифа
wallet-move-plan-credit-back = смена тарифа отменена
audit-act-client-plan = сменён тариф доступа

# Автопродление и покупки доступа, для команды
client-auto-is-on = 🔁 Продлевается с баланса автоматически
client-button-auto-on = 🔁 Включить автопродление
client-button-auto-off = 🔁 Без автопродления
client-button-orders = 🧾 Покупки
orders-title-client = Что куплено для этого доступа
client-sure-auto-on-title = Включить автопродление для { $plan }?
client-sure-auto-on = За три дня до конца срока следующий период оплатит баланс клиента. Клиент узнает об этом и сможет всё отключить.
client-sure-auto-off-title = Отключить автопродление для { $plan }?
client-sure-auto-off = С баланса больше ничего не спишется, доступ проработает до конца срока. Клиент узнает об этом и сможет включить его снова.
client-done-auto-on = Автопродление включено
client-done-auto-off = Автопродление отключено
auto-switched-on = 🔁 Поддержка включила автопродление этого доступа: за три дня до конца следующий период оплатит ваш баланс. Отключить можно здесь.
auto-switched-off = Поддержка отключила автопродление этого доступа: само больше ничего не спишется, доступ проработает до конца срока.

# Ещё устройства
button-devices = 📱 Ещё устройства
devices-title = 📱 Ещё одно устройство: { $plan }
devices-now = Сейчас одновременно: { $devices }; станет на одно больше.
devices-until = Действует до конца вашего доступа: { $date }. После продления снова столько устройств, сколько в тарифе.
devices-whole = Одно стоит { $amount } за { $term }; вы платите за оставшееся время.
devices-left = { $count ->
    [one] Можно купить ещё { $count } устройство.
    [few] Можно купить ещё { $count } устройства.
    [many] Можно купить ещё { $count } устройств.
   *[other] Можно купить ещё { $count } устройств.
}
devices-done = ✅ Готово. Чек в этом чате.
device-added = 📱 Устройств стало больше: теперь одновременно { $devices }. Ключ прежний.
invoice-title-devices = Ещё устройство: { $name }
invoice-devices = Ещё одно устройство одновременно, до конца вашего доступа. Ключ останется прежним. Если добавить не получится, платёж вернётся.
bought-devices = Ещё устройство: { $plan }
refund-sure-devices = Доступом снова можно будет пользоваться на одном устройстве меньше.
refusal-devices-unlimited = Число устройств у этого доступа не ограничено: добавлять нечего.
refusal-devices-not-offered = Для этого тарифа дополнительные устройства сейчас не продаются.
refusal-devices-all-bought = Вы купили столько устройств, сколько позволяет тариф. На другом тарифе их может быть больше.
refusal-devices-other-end = Купленные устройства закончатся раньше доступа, вместе с периодом, на который куплены. После этого их можно купить снова.
refusal-change-has-devices = Для этого доступа куплены устройства до конца периода, и другой тариф их не переймёт. Смените тариф после этого или сначала напишите в /support. Ничего не списано.
plan-button-extra = Доп. устройства
plan-admin-extra = Доп. устройства (сколько = цена каждого): { $extra }
edit-plan-extra = Сколько дополнительных устройств могут купить клиенты { $name } и сколько стоит каждое за целый период? Отправьте оба числа, например 2 = 1.50. Сейчас: { $now }
edit-button-no-extra = Не продавать
input-extra-form = ❌ Не подходит. Отправьте так: 2 = 1.50, то есть не больше двух устройств по 1.50.
audit-field-extraDevices = доп. устройства

# Пополнение баланса
button-topup = ➕ Пополнить
button-topup-amount = { $amount } · { $stars } ⭐
topup-title = ➕ Пополнить баланс
topup-how = Выберите сумму: счёт в звёздах придёт в этот чат. Балансом можно оплачивать заказы и продления, целиком или частично; он не сгорает.
topped-up-title = ✅ На вашем балансе ещё { $amount }
topped-up = Оплачено: { $stars } ⭐. Тратьте, когда захотите; пока сумма не потрачена, поддержка может вернуть звёзды.
invoice-title-topup = Баланс: { $amount }
invoice-topup = { $amount } на ваш баланс в магазине, сразу после оплаты. Им можно оплачивать заказы и продления.
bought-topup = Пополнение: { $amount }
cancel-ask-topup = { $plan }, { $stars } ⭐. С вас ничего не списано, баланс остаётся как есть.
refund-sure-topup = Эта сумма спишется с баланса клиента.
refusal-topup-spent = Клиент уже потратил часть пополнения: на балансе меньше, чем оно принесло. Ничего не возвращено.
refusal-topup-not-offered = Эта сумма больше не предлагается. Ничего не списано.
wallet-move-topup = пополнение
wallet-move-topup-back = пополнение возвращено

# News of a price
price-news-title = 🏷 Новая цена тарифа { $plan }
price-news = До сих пор: { $before }. Теперь: { $after }.
price-news-price = { $price } ({ $stars } ⭐)
price-news-safe = Ваш текущий доступ остаётся как есть. Продление, оплаченное до конца нынешнего срока, ещё стоит по-старому; после него действует новая цена.

# Polite answers
emergency = Сейчас магазин не может ничего сохранить и поэтому не принимает заказы. Деньги не списаны, ваш доступ работает, а ваше сообщение или нажатие будет обработано, как только это снова станет возможно.
emergency-checkout = Сейчас магазин не принимает заказы. Деньги не списаны, попробуйте, пожалуйста, позже.
emergency-owner = 🔴 База данных больше ничего не принимает: { $reason }. Магазин ничего не продаёт и так и отвечает людям; выданные доступы работают. Освободите место на диске или снова разрешите запись: всё, что ждало, обработается само.
sorry = Мы не смогли обработать ваше последнее сообщение или нажатие: что-то пошло не так на нашей стороне. Оплаченным заказам ничего не грозит. Попробуйте, пожалуйста, ещё раз.
unknown-message = Не удалось понять ваше сообщение. Вот всё, что здесь можно сделать:
stale-button = Эта кнопка устарела.
used-screen = На этом экране вы уже сделали выбор. Вот новый: выберите, пожалуйста, ещё раз.
help = Выберите тариф и оплатите его в Telegram: ключ придёт в этот чат. /start показывает тарифы, /my — ваши доступы, /orders — заказы и квитанции, /support — написать нам, /paysupport помогает с оплатой, /terms и /privacy — условия и данные, /language меняет язык.
terms-title = Условия, версия { $version }
terms = Вы покупаете доступ к прокси-серверу на срок и с трафиком, указанными в тарифе. Срок начинается, когда ключ создан. Если мы не сможем его выдать, уплаченное за него вернётся к вам. Пользуйтесь доступом в рамках закона; доступ, который вредит другим, отключается. Поддержка самого Telegram не помогает с покупками, сделанными здесь: пользуйтесь /paysupport.
terms-page = Полностью: { $page }
privacy-page = Конфиденциальность: { $page }
support-contact = Пишите сюда: { $contact }
paysupport-title = Помощь с оплатой
paysupport = По каждому оплаченному заказу приходит ключ или возвращаются деньги; где он сейчас, видно на карточке заказа в этом чате. Если чего-то не хватает, сначала загляните в /my, а когда будете писать магазину, держите под рукой номер с карточки заказа: /support. Все платежи с номерами квитанций показывает /orders.
command-start = Тарифы
command-my = Мои доступы
command-language = Язык
command-paysupport = Помощь с оплатой
command-terms = Условия
command-help = Помощь

# /lifecycle
menu-lifecycle = ⏱ Сроки и трафик
command-lifecycle = сроки, напоминания, трафик
lifecycle-title = ⏱ Сроки и трафик
lifecycle-done = ⏱ Готово
lifecycle-off = ⚠️ XUI_AUTO_LIFECYCLE выключен: само ничего не завершается, не считается и не объявляется.
lifecycle-none = Ещё ничего не сделано.
lifecycle-begun = ⏱ Начато…
lifecycle-progress-traffic = ⏱ Трафик: серверы { $done } из { $of }…
lifecycle-progress = ⏱ { $operation }…
lifecycle-line = { $date } · { $operation }, { $cause }: { $ok } из { $processed }, { $span }
lifecycle-ms = { $count } мс
lifecycle-by-schedule = по часам
lifecycle-by-hand = вручную
lifecycle-expired = завершение
lifecycle-expiring = напоминания
lifecycle-traffic = трафик
lifecycle-all = всё
lifecycle-button-all = ▶️ Выполнить всё
lifecycle-button-expired = Истёкшие
lifecycle-button-expiring = Скоро истекут
lifecycle-button-traffic = Трафик
lifecycle-unknown = «{ $word }» — не операция. Есть: { $known }.

# Что у тарифа платят один раз
plan-line-fee = { $line }, из них { $fee } один раз за подключение
pay-fee = Из них { $amount } ({ $stars } ⭐) — один раз за подключение. При продлении этой платы нет.
invoice-fee = В цене { $amount } за подключение, один раз: при продлении этой платы нет.
receipt-fee = Из них { $amount } — один раз за подключение: при продлении этой платы нет.

# Несколько ключей сразу
button-units = ×{ $units }
button-units-chosen = ✓ ×{ $units }
button-units-price = ×{ $units } · { $stars } ⭐
pay-price-several = Цена за ключи ({ $units }): { $amount } или { $stars } ⭐
paid-from-balance-several = ✅ { $amount } списано с вашего баланса. Ключи скоро придут.
refusal-no-seat-several = Столько свободных мест уже нет. С вас ничего не списано. Выберите меньше ключей.
refusal-customer-limit-several = У одного человека не может быть столько таких ключей. С вас ничего не списано. Выберите меньше.
refusal-price-moved = Цена тем временем изменилась, поэтому с вас ничего не списано. Вот как обстоит дело сейчас.
refusal-price-moved-invoice = Цена изменилась после того, как выставлен этот счёт. Он ещё действует; для другого числа ключей выберите тариф заново: /start.
refusal-payment-under-way-invoice = Этот заказ сейчас оплачивается, поэтому изменить его нельзя.
refusal-too-many-units = Таких больших платежей Telegram не принимает. С вас ничего не списано. Выберите меньше ключей.

# Browsing
language-code = ru
place-elsewhere = 🌍 Другие места
category-none = Другие тарифы
browse-country = Где будет ваш прокси?
browse-category = Какой нужен тариф?
browse-duration = На какой срок?
browse-line = { $name }: { $count ->
    [one] { $count } тариф
    [few] { $count } тарифа
    [many] { $count } тарифов
   *[other] { $count } тарифа
 }, от { $price }
browse-line-none = { $name }: всё продано
browse-line-away = { $name }: сейчас на обслуживании
browse-button = { $name } · от { $price }
browse-button-none = Продано: { $name }
browse-button-away = Перерыв: { $name }
plan-line-away = { $line } (сервер сейчас на обслуживании)
plan-button-away = Перерыв: { $term }, { $traffic }
plan-button-away-named = Перерыв: { $name }
plans-promise = Один платёж, ничего не продлевается само; за то, что не сможем выдать, вернём деньги. /privacy, /support
plans-terms-short = Вы уже приняли условия: /terms (версия { $version }).
plans-terms-changed = Условия изменились: версия { $version }. Выбирая тариф, вы принимаете новые условия: /terms
price-changed = Цена изменилась: счёт на { $stars } ⭐. Пока вы его не оплатите, ничего не спишется.

# Buy again
again-button = 🔁 { $name } · { $price }
again-line = 🔁 Купить ещё раз: { $name }, { $price }
again-line-changed = 🔁 Купить ещё раз: { $name }. Цена изменилась: теперь { $price }, в прошлый раз было { $paid }.
again-gone = То, что вы покупали в последний раз ({ $name }), сейчас купить нельзя.

# More
button-more-screen = ☰ Ещё
more-title = ☰ Ещё
more-line = Ваши заказы, язык, помощь и то, что обещает магазин.
button-orders = 🧾 Мои заказы
button-help = Помощь
button-terms = Условия
button-privacy = Данные
button-support = 💬 Написать нам
button-paysupport = Помощь с оплатой

# My orders
own-orders-title = 🧾 Мои заказы
own-orders-empty = У вас пока нет заказов. Выберите тариф, оплатите в Telegram, и ключ придёт в этот чат.
own-orders-line = { $date } · { $plan } · { $stars } ⭐ · { $status }
own-orders-button = { $date } · { $plan }
date-short = { DATETIME($date, day: "numeric", month: "short") }
own-status-pending_payment = ⏳ ещё не оплачен
own-status-paid = ✅ оплачен
own-status-processing = ⏳ выполняется
own-status-partial = 🟡 выдан частично
own-status-completed = 🟢 выдан
own-status-dispute = ⚠️ оспаривается
own-status-expired = ⚪ не оплачен вовремя
own-status-cancelled = ⚪ отменён
own-status-refunded = ↩️ деньги возвращены
own-status-ended = ⚪ завершён
receipt-title = 🧾 Заказ { $order }
receipt-placed = Оформлен: { $date }
receipt-plan = Тариф: { $plan } ({ $term }, { $traffic })
receipt-plan-several = Тариф: { $quantity } × { $plan } (каждый: { $term }, { $traffic })
receipt-price = Цена: { $stars } ⭐
receipt-status = Состояние: { $status }
receipt-pay-until = Можно оплатить до: { $date }
receipt-paid = Оплачен: { $date }
receipt-payment = Платёж на { $stars } ⭐, номер квитанции:
receipt-refund-due = ↩️ Эти { $stars } ⭐ возвращаются к вам.
receipt-refund-done = ✅ Эти { $stars } ⭐ снова на вашем балансе в Telegram.
receipt-refund-failed = ⚠️ Эти { $stars } ⭐ пока не удалось вернуть. Магазин об этом знает и занимается этим; поможет /support.
receipt-refund-credited = Telegram не смог вернуть эти { $stars } ⭐: их стоимость — на вашем балансе в магазине.
receipt-unpaid = С вас ничего не списано.
receipt-help = Вопросы по заказу? Напишите нам через /support и назовите его номер.
receipt-access = 🔑 Доступ { $number }
invoice-again = Счёт придёт ещё раз.
cancel-ask-title = Отменить заказ { $order }?
cancel-ask = { $plan }, { $stars } ⭐. С вас ничего не списано, место достанется кому-то другому.
cancel-yes = Да, отменить

# Given for nothing
card-line-free = { $plan }, подарок от магазина
card-paid-free = 🎁 Подарок от магазина. Сейчас начнём.
card-slow-free = ⏳ На сервере { $server } это занимает больше времени, чем обычно. Делать ничего не нужно: мы продолжаем сами и напишем вам.
card-failed-free = ⚠️ Создать доступ не удалось. С вас ничего не списано. Магазин знает об этом и разбирается.
card-refunded-free = ⚪ Создать этот доступ не удалось, заказ завершён. С вас ничего не списано.
free-ended-gift = ⚪ Не удалось создать доступ, который вам подарил магазин (заказ { $order }), поэтому заказ завершён. Нам очень жаль; с вас ничего не списано. Вопросы: /support
free-ended-trial = ⚪ Не удалось создать ваш пробный доступ (заказ { $order }), поэтому заказ завершён. Нам очень жаль; с вас ничего не списано, и эта проба не считается использованной.
own-orders-line-free = { $date } · { $plan } · 🎁 подарок · { $status }
receipt-price-free = 🎁 Подарок от магазина: платить не нужно

# Free trials
trial-line = 🎁 { $plan }: { $term } бесплатно, { $traffic }, { $server }. Период закончится сам, ничего не спишется.
trial-line-several = 🎁 Тариф можно попробовать бесплатно: проба закончится сама, ничего не спишется.
trial-button = 🎁 { $term } бесплатно
trial-button-several = 🎁 Попробовать бесплатно
trial-button-of = 🎁 { $plan } · { $term }
trials-title-plan = 🎁 Что можно попробовать бесплатно, каждый тариф один раз
trials-title-shop = 🎁 Что можно попробовать бесплатно: что-то одно
trial-started = 🎁 Пробный доступ уже готовится: ключ придёт через минуту.
card-line-trial = { $plan }, бесплатный пробный период
card-paid-trial = 🎁 Ваш бесплатный пробный период. Сейчас начнём.
own-orders-line-trial = { $date } · { $plan } · 🎁 пробный · { $status }
receipt-price-trial = 🎁 Бесплатный пробный период: платить не нужно
key-trial = 🎁 Пробный период: закончится сам, ничего не спишется.
trial-ending-how = Пробный период закончится сам. Если купить вовремя, ключ останется тем же.
trial-ended-kept = Пробный период закончился. До { $date } доступ можно купить с тем же ключом, потом он будет удалён.
renew-rule-trial = Оплаченный период начинается сразу, остаток пробного не прибавляется.
refusal-trial-used = Бесплатный пробный период у вас уже был. Этот тариф можно купить в любой момент: /buy
refusal-trial-not-offered = У этого тарифа больше нет бесплатного пробного периода. Но его по-прежнему можно купить.
refusal-trial-changed = Условия пробного периода успели измениться. Вот какие они сейчас.
refusal-trials-over = На сегодня бесплатные пробные периоды закончились. Загляните завтра или купите тариф прямо сейчас.
alert-trials-over = 🟡 Бесплатные пробные периоды за сутки закончились (выдано: { $count }), а их просят ещё. Много новых имён сразу могут быть одним человеком: сколько их давать, задают TRIALS_PER_DAY и TRIAL_SCOPE.
refusal-renewal-trial = Это бесплатный пробный период. Первый срок нужно купить самостоятельно, а дальше его можно продлевать с баланса.

# Support
support-title = 💬 Написать нам
support-ask = Отправьте одно сообщение: что случилось и номер заказа, если он есть. Ответим в этом чате. /cancel прерывает ввод.
support-sent = ✅ Ваше сообщение у нас. Ответим в этом чате.
support-cancelled = Ничего не отправлено.
support-text-please = Напишите это, пожалуйста, текстом. /cancel прерывает ввод.
support-from = 💬 Пишет { $name } ({ $id }):
support-answer-title = 💬 Магазин отвечает:
support-reply-button = Ответить
support-again-button = Написать ещё
support-reply-ask = Напишите ответ для { $name }: следующий ваш текст уйдёт этому клиенту. /cancel прерывает ввод.
support-reply-sent = ✅ Ваш ответ отправляется клиенту.
suspended = ⛔ Сейчас вы не можете здесь покупать, и ваш доступ отключён; ничего не удалено. Вопросы: /support
privacy-title = Конфиденциальность
privacy = Магазин хранит ваш номер и имя в Telegram, язык, заказы и платежи, ваши сообщения магазину и объём трафика ваших доступов: то, что нужно, чтобы выдать ключ, вернуть деньги и помочь. Он не смотрит, что вы делаете через прокси, и ничего из этого никому не продаёт. Чтобы удалить данные, напишите через /support; записи о платежах остаются столько, сколько требует закон.
access-paused-expired = Приостановлен: срок истёк.
access-paused-traffic = Приостановлен: трафик закончился.
access-paused-admin = Приостановлен магазином. Вопросы: /support
access-paused-payment = Приостановлен: не хватает оплаты.
access-paused-customer = Приостановлен по вашей просьбе.
invoice-forwarded = Этот счёт принадлежит чату, для которого он выставлен. Выберите тариф для себя:
group-refusal = Я работаю в личном чате: { $link }
command-buy = Тарифы
command-own-orders = Мои заказы и квитанции
command-balance = Баланс и пополнение
command-support = Написать магазину
command-privacy = Конфиденциальность

# Refusals
refusal-no-seat = Продано: последнее место только что заняли. С вас ничего не списано.
refusal-server-away = Сервер этого тарифа сейчас обслуживают. С вас ничего не списано. Попробуйте, пожалуйста, чуть позже.
refusal-customer-limit = У вас уже столько таких доступов, сколько может быть у одного человека. С вас ничего не списано.
refusal-plan-not-available = Этот тариф сейчас нельзя купить. С вас ничего не списано.
refusal-too-many-open = У вас слишком много неоплаченных заказов. Сначала оплатите или отмените один из них.
refusal-order-not-open = Этот заказ уже закрыт, отменять нечего.
refusal-payment-under-way = Оплата этого заказа уже идёт, поэтому отменить его сейчас нельзя.
refusal-unknown-invoice = Этот счёт здесь неизвестен. Выберите, пожалуйста, тариф ещё раз.
refusal-wrong-person = Этот счёт выставлен другому человеку. Выберите, пожалуйста, тариф для себя.
refusal-wrong-amount = Цена изменилась. Выберите, пожалуйста, тариф ещё раз.
refusal-already-paid = Этот заказ уже оплачен.
refusal-support-too-many = За последний час вы написали пять сообщений: они у нас. Подождите, пожалуйста, немного со следующим.
refusal-support-not-found = Этого сообщения больше нет.
refusal-order-not-found = Этого заказа больше нет.
refusal-order-over = Этот заказ завершён. Выберите, пожалуйста, тариф ещё раз.
refusal-access-not-found = Этого доступа больше нет.

# Traffic day by day
button-chart = 📊 Трафик по дням
date-day = { DATETIME($date, month: "long", day: "numeric") }
usage-forecast = При таком темпе трафика хватит до { $date }.
chart-sum = { $count ->
    [one] За последний { $count } день: { $gb } ГБ
    [few] За последние { $count } дня: { $gb } ГБ
    [many] За последние { $count } дней: { $gb } ГБ
   *[other] За последние { $count } дня: { $gb } ГБ
}
chart-day = { DATETIME($date, month: "short", day: "numeric") }
chart-caption = Трафик: { $plan }, по дням UTC
chart-no-data = Пока показывать нечего: загляните через день после первого подключения.

# It does not work
button-trouble = 🛠 Не работает
trouble-looking = Проверяем …
trouble-title = Что мы выяснили
trouble-time-yes = срок не истёк
trouble-time-no = срок истёк
trouble-traffic-yes = трафик ещё есть
trouble-traffic-no = трафик израсходован
trouble-state-yes = доступ включён
trouble-state-no = доступ приостановлен
trouble-panel-yes = сервер отвечает
trouble-panel-no = сервер не отвечает
trouble-core-yes = прокси работает
trouble-core-no = прокси не работает
trouble-core-what = работает ли прокси
trouble-inbound-yes = вход для вашего ключа открыт
trouble-inbound-no = вход для вашего ключа закрыт
trouble-client-yes = сервер знает ваш ключ
trouble-client-no = сервер не знает ваш ключ таким, каким он был продан
trouble-client-what = знает ли сервер ваш ключ
trouble-devices-yes = место для устройства есть
trouble-devices-no = подключено столько устройств, сколько разрешает тариф
trouble-devices-what = сколько устройств подключено
trouble-online-yes = сейчас подключено устройство
trouble-online-no = сейчас ни одно устройство не подключено
trouble-online-what = подключено ли устройство
trouble-no-answer = сервер не ответил вовремя: { $what }
trouble-mend-renew = Продлите доступ, и он сразу заработает.
trouble-mend-support = Доступ приостановил магазин: напишите нам, пожалуйста.
trouble-mend-wait = { $server } не работает. Мы это знаем или узнаем за несколько минут; ключ заработает сам, как только сервер вернётся.
trouble-mend-location = Если на { $server } не работает, перенесите доступ: новый ключ проверяется до отключения старого.
trouble-mend-resync = Мы можем вернуть ваш ключ на сервер: ключ тот же, у вас ничего менять не нужно.
trouble-mend-clear-ips = Отключите другие устройства, затем освободите место здесь.
trouble-mend-new-key = С нашей стороны всё в порядке. Возьмите новый ключ и добавьте его в приложение.
trouble-mend-fine = Всё в порядке, и устройство сейчас подключено. Отсканируйте ещё раз QR-код из раздела «Мои доступы» или, если в приложении есть подписка, обновите её.
trouble-since = Молчит с { $date }
trouble-button-resync = Вернуть мой ключ
trouble-button-clear = Освободить место
trouble-button-support = 💬 Написать в поддержку
trouble-resynced = Готово: серверу сообщено ещё раз. Попробуйте через полминуты.
trouble-cleared = Готово: место снова есть. Подключитесь сейчас.
trouble-summary = доступ { $client }, { $server }: { $found }
trouble-nothing = ничего не найдено
refusal-panel-silent = Сервер не ответил. Попробуйте ещё раз через несколько минут.

# A new key and another location
button-new-key = 🔑 Новый ключ
button-locations = 🌍 Сменить локацию
new-key-sure = Новый ключ для { $plan }?
new-key-what = Старый ключ сразу перестанет работать на всех устройствах. Новый придёт сюда через мгновение: берите его, если ваш ключ попал к кому-то ещё.
new-key-away = { $server } сейчас не отвечает: старый ключ отключится, а новый придёт сам, как только сервер вернётся.
new-key-button-yes = Отключить старый
move-keeps = Ваше время и трафик остаются прежними.
move-keeps-address = Ваше время, трафик и адрес подписки остаются прежними.
move-begun-key = 🔑 Новый ключ создаётся
move-begun-location = 🌍 Ваш доступ переезжает
move-begun-wait = Ничего делать не нужно: новый ключ придёт сюда, как только будет проверен.
locations-title = Локация: { $plan }
locations-now = Сейчас: { $server }
locations-left = Осталось смен в этом периоде: { $left } из { $of }
locations-what = Выберите, куда перенести доступ:
locations-none = Сейчас больше нигде нет места. Загляните, пожалуйста, позже.
locations-nowhere = 🌍 Этот тариф есть только на { $server }: другой локации для него нет. Если там не работает, может помочь новый ключ или другой тариф.
location-full = мест нет
location-away = не отвечает
location-sure = Перенести на { $server }?
location-what = Сначала там создаётся и проверяется новый ключ; до этого работает старый, потом он отключается. Если там не получится, всё останется как есть, и смена не засчитается.
location-button-yes = Перенести доступ
access-moved-key = 🔑 Новый ключ готов, старый больше не работает. Он в следующем сообщении.
access-moved-location = 🌍 Ваш доступ теперь на { $server }, старый ключ больше не работает. Новый в следующем сообщении.
move-subscription = Приложения с адресом подписки получат его сами при следующем обновлении.
move-failed = { $server } не принял ваш доступ, поэтому всё осталось как было: ключ работает, смена не засчитана.
refusal-access-not-running = Этот доступ сейчас не работает, поэтому изменить ничего нельзя.
refusal-move-under-way = Изменение этого доступа уже выполняется. Новый ключ придёт сам.
refusal-too-many-keys = За сутки вы получили пять новых ключей. Подождите немного или напишите в /support.
refusal-move-not-offered = Этот тариф такого не предусматривает.
refusal-no-moves-left = Вы использовали все смены этого периода.
refusal-no-such-location = Этот тариф там больше не предлагается.
refusal-location-full = Последнее место там уже заняли. Ваш доступ остаётся как есть.
refusal-moves-parked = В магазине идут работы, поэтому сейчас ничего изменить нельзя. Ваш ключ работает.
alert-key-stuck = 🔴 { $server }: новый ключ клиента не создан за десять минут, а старый уже отключён: { $reason }
audit-act-client-new-key = запрошен новый ключ
audit-act-client-location = запрошена смена локации

# A pause of an access
button-pause = ⏸ Пауза
button-go-on = ▶️ Продолжить
pause-sure = Поставить { $plan } на паузу?
pause-what = Доступ сразу отключится на всех устройствах. Оставшееся время сохранится и вернётся, когда вы нажмёте «Продолжить». Каждый начатый день паузы считается целиком.
pause-most = { $count ->
    [one] Пауза длится не больше { $count } дня: { $date } доступ включится сам.
    [few] Пауза длится не больше { $count } дней: { $date } доступ включится сам.
    [many] Пауза длится не больше { $count } дней: { $date } доступ включится сам.
   *[other] Пауза длится не больше { $count } дня: { $date } доступ включится сам.
}
pause-allowance = Осталось дней паузы в этом периоде: { $left } из { $of }
pause-away = { $server } сейчас не отвечает: он узнает об этом сам, как только вернётся.
pause-button-yes = Поставить на паузу
pause-begun = ⏸ { $plan } на паузе
access-paused-until = На паузе по вашей просьбе: время не идёт. Доступ включится, когда вы нажмёте «Продолжить», а { $date } — сам.
pause-over = ▶️ Доступ снова включён, оставшееся время сохранено.
pause-over-empty = Доступ остаётся отключённым: ни времени, ни трафика не осталось. Его включит продление.
pause-ended = ▶️ Самая долгая пауза, которую даёт ваш тариф, закончилась.
trouble-mend-go-on = Вы поставили его на паузу. Нажмите «Продолжить».
refusal-pause-not-offered = Этот доступ нельзя поставить на паузу.
refusal-no-pause-left = Вы использовали все дни паузы этого периода.
refusal-not-paused = Этот доступ остановили не вы, поэтому так его не включить. Вопросы: /support
refusal-buyer-stopped = Ваш аккаунт заблокирован, поэтому доступ не включить. Вопросы: /support
audit-act-client-pause = доступ поставлен на паузу
audit-act-client-unpause = пауза доступа закончена

# The page behind a subscription address
page-accesses = Ваш доступ
page-nothing-runs = Сейчас у вас ничего не работает. Продлите доступ в магазине, и этот адрес снова заработает сам.
page-address = Ваш адрес для приложений
page-address-hint = Один адрес для всего, что у вас здесь есть. Нажмите и удерживайте, чтобы скопировать, или считайте код приложением.
page-qr = QR-код адреса
page-guides = Как подключиться
page-step-install = Установите одно из приложений:
page-step-add = Добавьте в него свой доступ:
page-open-in = Открыть в { $app }
page-paste = { $app }: скопируйте адрес выше и добавьте его как подписку.
page-step-connect = Выберите строку в приложении и включите её.
page-keys = Ключи по отдельности
page-keys-hint = Для приложений, которые не принимают адрес. После смены ключа или локации нужен новый ключ, а адрес остаётся прежним.
page-open-shop = В магазин в Telegram
page-keep-secret = Кто знает этот адрес, может пользоваться вашим доступом: никому его не показывайте.

# A delivery that is late
late-title = ⏳ Ваш ключ задерживается
late-order = { $plan }, заказ { $order }
late-sorry = Просим прощения: прошло полчаса, а ваш заказ ещё не готов. Ваш платёж в сохранности, мы продолжаем сами.
late-maintenance = В магазине идут технические работы, поэтому ваш заказ ждёт. Ваш платёж в сохранности: ключ будет создан сразу после них.
late-part = Уже готово: { $ready } из { $of }. Эти ключи остаются вашими.
late-choice = Можно подождать или вернуть деньги: { $back }
late-back-stars = { $stars } ⭐ вернутся вам через Telegram.
late-back-balance = { $amount } вернутся на ваш баланс в магазине.
late-back-both = { $stars } ⭐ вернутся вам через Telegram, а { $amount } — на ваш баланс в магазине.
late-back-part = { $amount } за { $units } из { $of } вернутся на ваш баланс в магазине: Telegram возвращает платёж только целиком.
late-button-wait = ⏳ Подожду
late-button-back = ↩️ Вернуть деньги
late-button-yes = Да, вернуть деньги
late-waiting = Спасибо. Мы продолжаем, ключ сам придёт в этот чат. Если создать его за { $time } не удастся, деньги вернутся сами.
late-waiting-parked = Спасибо. Ключ будет создан сразу после технических работ и сам придёт в этот чат.
late-hours = { $count ->
    [one] { $count } час
    [few] { $count } часа
    [many] { $count } часов
   *[other] { $count } часа
}
late-sure-title = Вернуть вам деньги?
late-sure = { $back }
late-sure-end = { $count ->
    [one] После этого { $count } ключ создан не будет. Отменить это нельзя.
    [few] После этого { $count } ключа созданы не будут. Отменить это нельзя.
    [many] После этого { $count } ключей созданы не будут. Отменить это нельзя.
   *[other] После этого { $count } ключа созданы не будут. Отменить это нельзя.
}
late-given-back = ↩️ Готово. { $back }
late-over = В этом заказе больше ничего не задерживается: он выдан, или деньги уже возвращаются к вам.

# Maintenance, as customers read it
maintenance-home = 🛠 В магазине идут технические работы, поэтому купить сейчас ничего нельзя. Всё купленное работает, оплаченные заказы в сохранности.
maintenance-home-staff = Вы сотрудник магазина: вы можете покупать для проверки.
card-maintenance = 🛠 В магазине идут технические работы. Ваш платёж в сохранности: ключ будет создан сразу после них, делать ничего не нужно.
card-maintenance-free = 🛠 В магазине идут технические работы. Ключ будет создан сразу после них, делать ничего не нужно.
card-part = 🟢 Часть готова: { $ready } из { $quantity }. Эти ключи уже в чате.
refusal-maintenance = В магазине идут технические работы, поэтому купить сейчас ничего нельзя. Ничего не списано. Попробуйте, пожалуйста, чуть позже.

# Words of the shop to one person
card-approval = ✅ Оплачено. Этот заказ магазин подтверждает вручную. С деньгами всё в порядке, мы вам напишем.
from-shop-title = ✉️ Сообщение от магазина { $shop }
role-given = Теперь вы сотрудник магазина с ролью «{ $role }». /admin показывает, что вы можете делать.
role-taken = Вы больше не сотрудник магазина. Всё, что вы купили, остаётся вашим.
order-cancelled-by-shop = Магазин закрыл ваш неоплаченный заказ { $order }. Ничего не списано; пожалуйста, не оплачивайте его счёт.
customer-suspended = ⏸ Магазин приостановил ваш аккаунт: покупать пока нельзя, ваш доступ отключён. Ничего не удалено. Как связаться с магазином, подскажет /paysupport.
customer-unsuspended = ▶️ Ваш аккаунт снова открыт: можно покупать, а доступ, у которого остались время и трафик, включён.
refund-reason-no-order = Платёж не относился ни к одному заказу.
refusal-customer-suspended = Ваш аккаунт приостановлен, сейчас ничего купить нельзя. Ничего не списано. Вопросы: /support
alert-approval-wanted = 🟡 Заказ { $orderId } оплачен и ждёт вашего подтверждения: { $plan }, { $stars } ⭐, { $person }.
    До этого ничего не выдаётся.

# For owners: something needs a look
alert-server-out = 🔴 Сервер { $server } снят с продажи: { $reason }
    Оплаченные заказы ждут, им ничего не грозит.
alert-server-back = 🟢 Сервер { $server } снова в продаже.
alert-server-back-after = 🟢 Сервер { $server } снова в продаже, перерыв: { $minutes } мин.
alert-server-slow = 🟡 Сервер { $server } отвечает медленно: { $reason }. Он остаётся в продаже.
alert-server-quick = 🟢 Сервер { $server } снова отвечает быстро.
alert-inbound-new = 🟡 { $server }: на панели появился инбаунд { $inbound }. На нём ничего не продаётся, пока вы не включите его.
alert-inbound-missing = 🔴 { $server }: инбаунда { $inbound } больше нет на панели. На нём ничего не продаётся; клиентов на нём: { $clients }.
alert-inbound-used-up = 🟠 { $server }: инбаунд { $inbound } исчерпал лимит трафика. Больше на нём ничего не продаётся.
alert-push-refused-enabled = 🔴 { $server }: панель раз за разом отказывается принять оплаченное для доступа (заказ { $orderId }): { $reason }
    Бот пробует снова, не реже чем раз в полчаса.
alert-push-refused-disabled = 🔴 { $server }: панель раз за разом отказывается отключить доступ (заказ { $orderId }): { $reason }
    Бот пробует снова, не реже чем раз в полчаса.
alert-push-refused-deleted = 🔴 { $server }: панель раз за разом отказывается удалить доступ (заказ { $orderId }): { $reason }
    Бот пробует снова, не реже чем раз в полчаса.
alert-unit-failed = 🔴 Заказ { $orderId }: ключ { $unitId } не создан: { $reason }
    Повторите или верните деньги в /orders.
alert-unmatched-charge = 🟠 Платёж на { $stars } ⭐ от человека { $payerId } не относится ни к одному заказу (номер платежа { $chargeId }).
alert-refund-failed = 🔴 Возврат { $refundId } не удался: { $reason }
    Заказ: { $orderId }
alert-update-aside = 🟠 Обновление { $updateId } отложено после трёх попыток: { $reason }
alert-message-failed = 🟠 Сообщение { $messageId } ({ $kind }) не удалось отправить: { $reason }

# Ссылки сервера
edit-sure-server-host = Клиенты сервера { $name } теперь будут подключаться к { $value }. Работающих доступов, чьи ссылки прочитаются заново: { $accesses }
    «Мои доступы», QR-коды и подписки покажут новые ссылки; кому прежняя ссылка больше не подходит, тому придёт новый ключ. Ссылки, которым панель даёт собственный адрес, не изменятся. { $value } уже ведёт на сервер?
edit-button-store = Сохранить
trouble-link-yes = ваша ссылка совпадает с той, что сервер даёт сегодня
trouble-link-no = ваша ссылка устарела
trouble-link-what = не устарела ли ваша ссылка
trouble-mend-link = Ваша ссылка устарела. Новая придёт сообщением через минуту: добавьте её в приложение или обновите там подписку.
server-button-links = Прочитать ссылки
links-sure = Прочитать заново ссылки работающих доступов ({ $accesses }) на сервере { $server }?
links-sure-what = Для изменений на панели, которых магазин не видит: например, её хостов или домена подписки. На панель ничего не записывается. Кому прежняя ссылка больше не подходит, тому придёт новый ключ.
links-button-yes = Прочитать заново
links-button-look = Посмотреть ещё раз
links-title = Ссылки на сервере { $server }
links-running = Работающих доступов: { $accesses }
links-none = Там нет работающих доступов, читать нечего.
links-read = ✅ Все прочитаны: клиенты видят то, что даёт панель.
links-behind = Ещё предстоит прочитать: { $accesses }. Они читаются по очереди, как только панель отвечает.
links-tried = Панель не ответила или пока не даёт правильной ссылки: { $accesses }. Попытки повторяются сами.
audit-act-server-read-links = ссылки сервера прочитаны заново

# Ссылки, которые изменились
key-changed = 🔑 Ваш ключ изменился: вот новый
key-changed-link = Прежняя ссылка больше не работает. Удалите её в приложении и добавьте эту. Срок и трафик остаются прежними.
key-changed-subscription = Если вы добавили в приложение подписку, обновите её там: больше ничего делать не нужно. Если вы добавили только ссылку, удалите её и добавьте эту. Срок и трафик остаются прежними.
alert-inbound-changed = 🟡 { $server }: инбаунд { $inbound } изменили на панели ({ $changed }). Доступов, чьи ссылки читаются заново: { $clients }.
    Кому прежняя ссылка больше не подходит, тому придёт новый ключ.
link-part-port = порт
link-part-protocol = протокол
link-part-network = сеть
link-part-security = защита
link-part-cipher = шифр
link-part-address = адрес в ссылках
link-part-transport = транспорт (путь, хост, заголовок)
link-part-tls = настройки TLS
link-part-reality = ключи REALITY
link-part-sni = имена сайтов REALITY
link-part-sid = короткие id REALITY
link-part-keys = ключи инбаунда

# For owners: seats and versions
alert-capacity-warning = 🟡 { $server }: места на инбаунде { $inbound } заканчиваются: занято { $taken } из { $seats }.
alert-capacity-warning-server = 🟡 { $server }: места заканчиваются: занято { $taken } из { $seats }.
alert-capacity-critical = 🟠 { $server }: на инбаунде { $inbound } почти не осталось мест: занято { $taken } из { $seats }.
    Добавить места: его карточка в /inbounds.
alert-capacity-critical-server = 🟠 { $server }: мест почти не осталось: занято { $taken } из { $seats }.
    Добавить места: /inbounds. Ещё один сервер: /addserver.
alert-mute-over = 🔔 { $server }: оповещения снова включены. Придержано за это время: { $held }. Сейчас: { $health }
alert-panel-upgraded = 🟡 { $server }: версия панели теперь { $to }, раньше была { $from }.
alert-panel-upgraded-api = 🟡 { $server }: версия панели теперь { $to }, раньше была { $from }. У неё другой API; магазин уже переключился.

# For owners: a second look at a key
alert-subscription-lacks-link = 🟠 Заказ { $orderId }: ключ { $unitId } на сервере { $server } выдан, но в подписке покупателя его нет.
    Сам ключ работает. Приложения, которые обновляются по подписке, его не найдут.

# For owners: panels and books held against what was sold
alert-clients-missing = 🔴 { $server }: с панели пропало { $missing } клиентов из { $total }. Столько сразу сами не возвращаем: возможно, так и задумано.
    [Вернуть всех] создаст их заново с теми же ключами.
alert-clients-missing-many = 🔴 { $server }: с панели пропало { $missing } клиентов из { $total }, как после отката её базы. Пока вы не решите, там ничего не продаётся.
    [Вернуть всех] создаст их заново с теми же ключами и вернёт сервер в продажу.
alert-clients-edited = 🟡 { $server }: на панели изменили клиентов: { $edited }. По настройке сервера об этом только сообщаем.
alert-clients-orphaned = 🟡 { $server }: клиентов с именем магазина, но без заказа: { $count }, уже больше суток. Пока вы не скажете, они останутся.
alert-books-wrong = 🔴 Учёт не сходится, нарушений: { $count }. Первое: { $first }
    Всё целиком покажет /doctor.
alert-counters-mended = 🟠 Места были посчитаны неверно и пересчитаны (счётчиков: { $count }). Первый: { $first }

# For owners: Telegram and the webhook
alert-webhook-failing = 🔴 Telegram не может доставить обновления на вебхук: { $reason }
    В очереди у Telegram: { $pending }. За сутки ничего не пропадёт, но бот молчит.
    Проверьте веб-сервер перед WEBHOOK_URL.
alert-webhook-back = 🟢 Telegram снова доставляет обновления на вебхук; на всё, что ждало, бот сейчас отвечает.

## Admin

# Commands of owners
command-addserver = добавить панель 3x-ui
command-servers = серверы и их состояние
command-inbounds = инбаунды: места и продажа
command-newplan = создать тариф
command-plans = тарифы: цены, продажа, порядок
command-orders = найти, повторить, вернуть заказ
command-settings = настройки тарифов и инбаундов
command-cancel = прервать ввод
command-admin = этот список
admin-more = … и ещё { $count }

# Wizards
wizard-button-cancel = Отмена
wizard-deleted = 🧹 Ваше сообщение удалено для безопасности.
wizard-not-deleted = ⚠️ Ваше сообщение не удалось удалить: удалите его, пожалуйста, сами, в нём секрет.
wizard-text-please = Отправьте это, пожалуйста, текстом. /cancel прерывает ввод.
wizard-button-please = Нажмите, пожалуйста, одну из кнопок выше. /cancel прерывает ввод.
wizard-old-button = Эта кнопка устарела.
wizard-cancelled = Отменено. Ничего не сохранено.
wizard-none = Отменять нечего. /admin показывает, что можно сделать.
wizard-expired = Прошло больше 15 минут, поэтому ввод прерван; ничего не сохранено. Если вы только что что-то ввели, это сообщение удалено для безопасности. Начните, пожалуйста, заново; команды показывает /admin.
wizard-updated = Магазин за это время обновился, поэтому ввод прерван; ничего не сохранено. Если вы только что что-то ввели, это сообщение удалено для безопасности. Начните, пожалуйста, заново; команды показывает /admin.

# /addserver
addserver-address = Отправьте адрес панели 3x-ui так, как вы открываете её в браузере, с портом и путём, например https://panel.example.com:2053/secret/
    Ваше сообщение будет сразу удалено.
addserver-http = ⚠️ Этот адрес начинается с http://. Токен панели пойдёт без защиты, и любой на этом пути сможет захватить панель. Годится только внутри вашей собственной сети.
addserver-credentials = Как магазину войти на { $host }? Отправьте что-то одно:
    • API-токен: одно слово, создаётся в панели в разделе «Настройки», «Безопасность» (рекомендуется);
    • имя пользователя и пароль через пробел.
    Ваше сообщение будет сразу удалено.
addserver-name = Как назвать этот сервер? Название видят клиенты, например: Франкфурт 1
addserver-public-host = К какому имени или адресу подключаются клиенты? Он стоит в их ссылках. Отправьте его или возьмите адрес панели: { $host }
addserver-connecting = ⏳ Подключаемся к панели …
addserver-panel-says = Подробности: { $text }
addserver-pin = Отправьте отпечаток SHA-256 сертификата панели: 64 шестнадцатеричные цифры, с двоеточиями или без. На машине панели:
    openssl x509 -noout -fingerprint -sha256 -in cert.pem
addserver-done = ✅ Сервер { $name } добавлен. Дальше: /newplan создаёт тариф, который на нём продаётся.
addserver-private-host = Учтите: его публичный адрес — частный, клиенты вне вашей сети не подключатся.
addserver-button-http = Всё равно http
addserver-button-host = Взять { $host }
addserver-button-retry = Ещё раз
addserver-button-login = Другой вход
addserver-button-address = Другой адрес
addserver-button-pin = Ввести отпечаток
addserver-button-add = Добавить сервер

# /addserver: проверка на временном клиенте
addserver-trying = ⏳ Подключено: 3x-ui { $version }. Теперь добавляем временного клиента, читаем его обратно и удаляем …
addserver-tried = 🧪 Проверено на { $inbound }: временный клиент добавлен, его ссылка открывает инбаунд, клиент снова удалён.
addserver-not-tried = 🧪 На клиенте не проверено: на панели пока нет подходящего инбаунда.
addserver-step-add = ❌ Панель впускает магазин, но не принимает нового клиента.
addserver-step-read-back = ❌ Панель приняла пробного клиента, но хранит его не таким, каким он был отправлен.
addserver-step-link = ❌ Панель приняла пробного клиента, но его ссылка не открывает инбаунд.
addserver-step-remove = ❌ Панель приняла пробного клиента, но не даёт его удалить.
addserver-step-late = Это заняло больше 20 секунд.
addserver-nothing-stored = Ничего не сохранено. Исправьте это на панели и попробуйте ещё раз; подробности покажет «npm run panel» на машине магазина.
addserver-left-behind = ⚠️ Пробный клиент { $name } мог остаться на панели: удалите его там, пожалуйста.

finding-panel = ✅ Подключено. 3x-ui { $version }, поколение API «{ $generation }».
finding-inbounds = { $count ->
    [0] На панели нет инбаундов.
    [one] { $count } инбаунд, для продажи: { $sellable }
    [few] { $count } инбаунда, для продажи: { $sellable }
    [many] { $count } инбаундов, для продажи: { $sellable }
   *[other] { $count } инбаунда, для продажи: { $sellable }
}
finding-inbound = • { $protocol }:{ $port } { $remark }: можно продавать
finding-inbound-not = • { $protocol }:{ $port } { $remark }: нельзя продавать, { $reason }
finding-nothing-sellable = ⚠️ Продавать здесь пока нечего: создайте на панели инбаунд vless, vmess, trojan, shadowsocks или hysteria2.
finding-public-host = Клиенты подключаются к: { $host }
finding-private-host = ⚠️ { $host } — частный адрес: клиенты вне вашей сети не подключатся.

panel-fault-not-sent = ❌ Панель не отвечает по этому адресу: отказ, неизвестное имя или слишком долгое подключение. Проверьте адрес, порт и файрвол.
panel-fault-ambiguous = ❌ Панель не успела ответить, или ответило что-то перед ней. Проверьте путь в адресе и прокси перед панелью.
panel-fault-session = ❌ Панель сразу завершает сеанс. Возьмите API-токен вместо пароля.
panel-fault-busy = ❌ Панель занята. Попробуйте через минуту.
panel-fault-duplicate = ❌ Панель говорит, что это уже существует.
panel-fault-permanent = ❌ Панель отклонила запрос.
panel-fault-poisoned = ❌ Из-за чего-то, что хранится на панели, она отклоняет любое изменение. Сначала исправьте это на панели.
panel-fault-auth = ❌ Панель не принимает этот вход: неверный токен или пароль, не хватает прав или включена двухфакторная защита. Возьмите API-токен с полными правами.
panel-fault-tls = ❌ Сертификату панели нет доверия: он просрочен, самоподписан или выдан на другое имя. Установите на панель верный или введите его отпечаток.
panel-fault-forbidden-address = ❌ Этот адрес использовать нельзя. Для частных адресов нужно ALLOW_PRIVATE_PANELS=1 в настройках магазина; адреса link-local запрещены всегда.
panel-fault-unsupported = ❌ Это не панель 3x-ui, которой магазин умеет управлять. Нужна 3x-ui 2.6 или новее и полный путь панели в адресе: 2.x — по имени и паролю, 3.0 и новее — также по API-токену. Слово panel в конце адреса считается первой страницей панели: если ваш путь сам им заканчивается, напишите его дважды (…/panel/panel/).

refusal-bad-address = ❌ Этот адрес использовать нельзя.
bad-address-not-a-url = Это не адрес. Напишите его, как в браузере, например https://panel.example.com:2053/secret/
bad-address-scheme = Он должен начинаться с https:// (или с http:// внутри вашей собственной сети).
bad-address-userinfo = В нём имя пользователя и пароль перед знаком @. Уберите их: о них спросим дальше.
bad-address-port = Такого порта не бывает: нужен порт от 1 до 65535.
bad-address-private-address = Это частный адрес. Если панель в вашей собственной сети, задайте ALLOW_PRIVATE_PANELS=1 в настройках магазина.
bad-address-forbidden-address = Это адрес link-local или зарезервированный; панели на таких не бывает.
refusal-panel-known = ❌ Эта панель здесь уже есть, под именем { $server }.
refusal-foreign-shop = ❌ На этой панели продаёт другой магазин ({ $shop4 }). Два магазина на одной панели затирали бы изменения друг друга.
refusal-server-not-found = Этого сервера больше нет. /servers показывает те, что есть.
refusal-plan-not-found = Этого тарифа больше нет.
refusal-not-refundable = В этом заказе нечего возвращать.
refusal-nothing-to-retry = В этом заказе нечего повторять.
refusal-role = Для этого нужна роль «{ $role }». Обратитесь к владельцу магазина.
role-viewer = наблюдатель
role-support = поддержка
role-admin = администратор
role-owner = владелец

# Settings of plans and inbounds
refusal-inbound-not-found = Этого инбаунда больше нет.
refusal-settings-not-json = ❌ Это не объект JSON. Напишите так: { "{" }"limitIp": 2{ "}" }
refusal-unknown-setting = ❌ Настройки «{ $key }» здесь нет. Есть такие: { $allowed }
refusal-bad-setting = ❌ Для «{ $key }» подходит: { $allowed }

# /settings
settings-title = Настройки
settings-usage = Изменить: /settings plan 3 { "{" }"limitIp": 2{ "}" } — или так же template либо rules с номером инбаунда; none вместо { "{" } … { "}" } убирает настройки. Они действуют со следующей продажи.
settings-line = { $of } { $id } ({ $name }): { $text }
settings-changed = ✅ Изменено. Действует со следующей продажи.

# Refused changes of an access
refusal-client-not-found = Такого доступа нет.
refusal-access-over = Этот доступ завершён: деньги за него вернули, он удалён или его срок истёк.
refusal-not-suspended = Этот доступ не приостановлен.
refusal-nothing-left = У этого доступа закончился срок или трафик. Продлите его на новый период.
refusal-bad-days = Нужно целое число дней от 1 до 3650.

# What was typed does not fit
input-credentials-form = ❌ Это не токен и не имя пользователя с паролем. Отправьте одно слово (токен) или два слова (имя пользователя и пароль) через пробел.
input-server-name-empty = ❌ Название сервера пустое. Отправьте хотя бы несколько букв.
input-server-name-long = ❌ Название сервера слишком длинное. Отправьте не больше 60 символов.
input-public-host-form = ❌ Это не публичный адрес. Отправьте только имя или IP-адрес, без https://, порта и пути, например: de1.example.com
input-fingerprint-form = ❌ Это не отпечаток SHA-256. Отправьте его 64 шестнадцатеричные цифры; двоеточия не важны.
input-name-empty = ❌ Название тарифа пустое. Отправьте хотя бы несколько букв.
input-name-long = ❌ Название тарифа слишком длинное. Отправьте не больше 60 символов.
input-days-form = ❌ Срок — не целое число дней. Отправьте только цифры, например: 30
input-days-range = ❌ Срок должен быть от 1 до 3650 дней.
input-price-form = ❌ Цена — не простое число. Отправьте цифры с точкой или запятой, без знака и валюты, например: 4.50
input-price-decimals = ❌ В цене больше двух знаков после запятой. Отправьте, например, 4.50, а тысячи — без разделителя: 1000
input-price-high = ❌ Цена слишком высокая. Отправьте меньше 10000000.
input-price-zero = ❌ Цена должна быть больше 0.
input-stars-form = ❌ Число звёзд — не целое. Отправьте только цифры, например: 150
input-stars-range = ❌ Звёзд должно быть от 1 до 100000: столько принимает Telegram.
input-traffic-form = ❌ Трафик — не целое число ГБ. Отправьте только цифры, например 50, или слово «безлимит».
input-traffic-range = ❌ Трафик должен быть от 1 до 1000000 ГБ или «безлимит».
input-devices-form = ❌ Число устройств — не целое. Отправьте только цифры, например 2, или слова «без ограничений».
input-devices-range = ❌ Устройств должно быть от 1 до 1000 или «без ограничений».
input-seats-form = ❌ Число мест — не целое. Отправьте только цифры, например 100, или слова «без ограничений».
input-seats-range = ❌ Мест должно быть от 1 до 1000000 или «без ограничений».

# /newplan
newplan-no-server = Пока нет сервера, на котором можно продавать. /addserver добавляет его.
newplan-server = На каком сервере продаётся новый тариф?
newplan-button-server = { $name }
newplan-name = Как назвать тариф? Например: 1 месяц
newplan-days = Сколько дней он длится? Например: 30
newplan-price = Сколько он стоит в { $currency }? Например: 4.50
newplan-stars = Сколько он стоит в звёздах? Отправьте целое число, или магазин рассчитает сам: { $stars } ⭐
newplan-stars-only = Сколько он стоит в звёздах? Отправьте целое число до 100000: рассчитанная по цене сумма больше, чем принимает Telegram.
newplan-button-stars = Рассчитать
newplan-traffic = Сколько ГБ трафика в него входит? Отправьте целое число или «безлимит».
newplan-button-no-traffic = Безлимит
newplan-devices = Сколько устройств могут пользоваться им одновременно? Отправьте целое число или «без ограничений».
newplan-button-no-devices = Без ограничений
newplan-seats = Сколько таких доступов может быть продано одновременно? Отправьте целое число или «без ограничений».
newplan-button-no-seats = Без ограничений
newplan-button-create = Создать
newplan-summary = { $name }, на сервере { $server }
newplan-summary-days = Срок: { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дня
}
newplan-summary-price = Цена: { $price }, { $stars } ⭐
newplan-summary-traffic = Трафик: { $count } ГБ
newplan-summary-no-traffic = Трафик: безлимит
newplan-summary-devices = Устройств: { $count }
newplan-summary-no-devices = Устройств: без ограничений
newplan-summary-seats = В продаже: { $count }
newplan-summary-no-seats = В продаже: без ограничений
newplan-done = ✅ Тариф { $name } в продаже. /plans показывает все тарифы, /start — то, что видят клиенты.

# The undelivered queue
command-undelivered = оплаченные ключи, которые не выданы
menu-undelivered = 📭 Не выдано
menu-waiting = { $name } ({ $count })
span-seconds = { $count } с
span-minutes = { $count } мин
span-hours = { $hours } ч { $minutes } мин
span-days = { $days } дн. { $hours } ч
alert-undelivered = 🟠 Оплаченные ключи, которые ждут больше 10 минут: { $count }. Самый старый ждёт { $minutes } мин. Причина: { $cause }.
undelivered-button-open = 📭 Открыть список
undelivered-no-cause = ни одна попытка не сорвалась
undelivered-title = Оплачено и не выдано
undelivered-none = 🟢 Никто не ждёт: все ключи, оплаченные больше 2 минут назад, выданы.
undelivered-line = { $no }. { $age } · { $person } · { $plan } · { $server }
undelivered-cause = ↳ { $cause }; попыток: { $count }
refusal-nothing-to-give-back = Возвращать нечего: ключ уже выдан, или деньги за него уже возвращены.
undelivered-button = № { $no }
undelivered-button-again = 🔄 Обновить
next-approval = ждёт подтверждения сотрудника (/approvals)
next-decision = само больше не повторяется; решите здесь
next-maintenance = продолжится, когда магазин снова откроется (/maintenance)
next-switched-off = продолжится, когда снова включат XUI_PROVISIONING_ENABLED
next-server = продолжится, когда сервер { $server } снова заработает (/servers)
next-later = следующая попытка через { $wait }
next-now = сейчас создаётся
next-delivered = 🟢 выдан
next-ended = ⚪ закрыт
next-back = деньги вернутся сами { DATETIME($at, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
unit-title = Ключ
unit-of = { $plan }, клиент { $person }: ключ { $no } из { $of }
unit-order = Заказ
unit-paid = Оплачен { $age } назад, { DATETIME($at, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
unit-ready = Выдано из этого заказа: { $ready } из { $of }
unit-about = { $plan }, клиент { $person }, оплачено { $age } назад
unit-button-credit = На баланс
unit-retry-sure-title = Попробовать этот ключ ещё раз?
unit-retry-sure = Он сразу создаётся на сервере { $server }, попытка { $count }. Сначала проверяется, что получилось раньше, поэтому двух ключей не будет. Клиент ничего не доплачивает.
unit-retried = Пробуем ещё раз.
unit-button-move = Другой сервер
unit-move-sure-title = Перенести этот ключ на другой сервер?
unit-move-sure = Он уходит с сервера { $server } и сразу создаётся на следующем сервере тарифа, где есть место; если он потом появится на { $server }, его удалят. Адрес подписки клиента не меняется, доплаты нет.
unit-moved = Создаём на сервере { $server }.
refusal-no-other-server = Сейчас ни на одном другом сервере этого тарифа нет места. Ключ остаётся там, где он есть.
refusal-not-to-move = Этот ключ переносить нельзя: он уже выдан или закрыт, либо ждёт подтверждения.
unit-credit-sure-title = Вернуть за этот ключ на баланс?
unit-credit-sure = { $back }, клиент { $person }; ему об этом сообщат.
unit-refund-sure-title = Вернуть деньги?
unit-refund-sure = Из этого заказа ничего не выдано, поэтому возвращается всё: { $back }, клиент { $person }; ему об этом сообщат.
unit-refund-sure-part = Telegram возвращает платёж только целиком, а часть этого заказа выдана. Поэтому возвращается доля за { $units } из { $of }: { $back }, клиент { $person }; ему об этом сообщат.
unit-end-sure = { $count ->
    [one] { $count } ключ больше не создаётся, его место освобождается; если он потом появится на панели, его удалят. Отменить это нельзя.
    [few] { $count } ключа больше не создаются, их места освобождаются; если они потом появятся на панели, их удалят. Отменить это нельзя.
    [many] { $count } ключей больше не создаются, их места освобождаются; если они потом появятся на панели, их удалят. Отменить это нельзя.
   *[other] { $count } ключа больше не создаются, их места освобождаются; если они потом появятся на панели, их удалят. Отменить это нельзя.
}
unit-given-back = Возвращено: { $back }
unit-paid-free = Бесплатно, { $age } назад, { DATETIME($at, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
unit-about-free = { $plan }, клиент { $person }, бесплатно, { $age } назад
next-back-free = заказ закроется сам { DATETIME($at, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
unit-button-end = Завершить
unit-end-sure-title = Отказаться от этого ключа?
unit-end-sure-free = За него ничего не платили, деньги не двигаются. { $person } узнает об этом; пробный доступ можно будет взять снова.
unit-ended = Завершено, клиенту сообщено.

# Maintenance
command-maintenance = закрыть магазин на время
menu-maintenance = 🛠 Техработы
maintenance-title = Технические работы
maintenance-is-off = 🟢 Магазин открыт.
maintenance-is-on = 🛠 Технические работы с { DATETIME($at, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC: ничего не продаётся, оплаченные заказы ждут.
maintenance-words = Клиенты также читают: { $words }
maintenance-no-words = Клиенты читают только обычные слова магазина.
maintenance-waiting = { $count ->
    [one] Ещё не выдан { $count } оплаченный ключ.
    [few] Ещё не выданы { $count } оплаченных ключа.
    [many] Ещё не выдано { $count } оплаченных ключей.
   *[other] Ещё не выдано { $count } оплаченного ключа.
}
maintenance-usage = /maintenance on <слова> сразу закрывает магазин и показывает клиентам вашу строку; /maintenance off открывает его.
maintenance-button-on = Закрыть магазин
maintenance-button-off = Открыть магазин
maintenance-sure-title = Закрыть магазин?
maintenance-sure = Клиенты не смогут покупать и платить, пока вы не откроете его снова. Их доступы продолжат работать; уже оплаченные ключи подождут и будут созданы, как только вы откроете магазин. Сотрудники могут покупать для проверки.
maintenance-unknown = Не знаю слова «{ $word }». /maintenance on <слова для покупателей> закрывает магазин, /maintenance off открывает. Ничего не изменилось.
maintenance-turned-on = Магазин закрыт.
maintenance-turned-off = Магазин открыт. Всё, что ждало, уже создаётся.
audit-act-shop-maintenance = магазин закрыт или открыт
audit-field-maintenance = технические работы
audit-field-words = слова для клиентов
audit-field-policy = изменения на панели

# The staff and what it does
command-approvals = оплаченные заказы на подтверждение
command-customers = найти клиентов, написать им
command-staff = кто что может делать
command-audit = кто что сделал
role-customer = нет

orders-title-all = Новые заказы
orders-title-unpaid = Заказы, которые ждут оплаты
orders-title-waiting = Оплаченные заказы, которые ждут выдачи
orders-title-held = Оплаченные заказы, которые ждут подтверждения
orders-title-failed = Заказы, в которых ключ не создан
orders-title-refunded = Возвращённые заказы
orders-title-customer = Заказы этого клиента
orders-none-here = Сейчас таких нет.
orders-button-all = Все
orders-button-unpaid = Не оплачены
orders-button-waiting = Выдаются
orders-button-held = Подтвердить
orders-button-failed = Не созданы
orders-button-refunded = Возвращены
orders-button-money = 💰 Деньги
order-status-held = 🟡 оплачен, ждёт подтверждения магазина
order-button-approve = Подтвердить
order-button-open = Открыть заказ
order-button-cancel = Отменить заказ
order-button-cancel-yes = Да, отменить
order-button-customer = Клиент
order-approved = Подтверждено. Выдача началась.
order-cancelled-for-customer = Заказ отменён, клиенту сообщено.
order-cancel-sure-title = Отменить этот неоплаченный заказ?
order-cancel-sure = { $plan } для клиента { $person }. Места сразу освободятся, счёт больше не примется, а клиент узнает, что ничего не списано.
refusal-question-old = Вопрос был задан больше минуты назад. Вернитесь, посмотрите ещё раз и нажмите снова.
refusal-nothing-to-approve = Этот заказ больше не ждёт подтверждения: его уже подтвердили или вернули.

unit-error-not-sent = панель не ответила
unit-error-unknown = панель не закончила ответ
unit-error-session = панель завершила наш сеанс
unit-error-busy = панель была занята
unit-error-conflict = на панели это имя занято другими данными
unit-error-permanent = панель отклонила запрос
unit-error-poisoned = из-за чего-то сохранённого на панели она отклоняет любые изменения
unit-error-auth = панель не принимает наш вход
unit-error-tls = сертификату панели нельзя доверять
unit-error-forbidden-address = адрес панели использовать нельзя
unit-error-unsupported = этой панелью управлять нельзя
unit-error-qa = на панели не то, что было продано
unit-error-refunded = от него отказались

money-title = Деньги, о которых надо решить
money-none = Таких нет: у каждого платежа есть заказ, и каждый возврат прошёл.
money-charge = { $no }. Платёж на { $stars } ⭐ от человека { $payer } не относится ни к одному заказу ({ $charge }).
money-refund = { $no }. Возврат { $stars } ⭐ человеку { $payer } окончательно не удался.
money-button-refund = Вернуть № { $no }
money-button-retry = Повторить возврат
money-button-retry-no = Повторить № { $no }
money-retried = Просим Telegram ещё раз.
money-button-credit = На баланс
money-button-credit-no = На баланс № { $no }
money-credit-sure-title = Зачислить на баланс?
money-credit-sure = Telegram не возвращает эти { $stars } ⭐. Их стоимость, { $amount }, поступит на баланс человека { $payer } в магазине, ему об этом сообщат; звёзды останутся у магазина. Если Telegram не ответил, сначала нажмите «Повторить»: возможно, он их уже вернул, а дважды возвращать нельзя.
money-credit-sure-order = Что ещё стоит на панели по возвращённому заказу { $order }, будет удалено. Отменить это нельзя.
money-credit-sure-end = Отменить это нельзя.
charge-sure-title = Вернуть этот платёж?
charge-sure = Человек { $payer } получит обратно { $stars } ⭐ (номер платежа { $charge }). Отменить это нельзя.
charge-received = Получен: { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC.
refusal-charge-not-open = Этот платёж уже зачислен или возвращается.
refusal-refund-not-failed = Этот возврат уже прошёл или выполняется.
refusal-refund-payer-unknown = Этот человек никогда не нажимал здесь «Старт», поэтому баланса у него нет. Ничего не изменилось.

staff-title = Сотрудники
staff-intro = Владельцы указаны в настройках магазина; остальные роли даются здесь.
staff-line = { $person }: { $role }
staff-not-met = ещё не нажал Start
staff-button-add = Добавить человека
staff-button-role = Дать: { $role }
staff-button-remove = Забрать роль
staff-button-yes = Да, дать роль
staff-button-remove-yes = Да, забрать
staff-role = Роль: { $role }
staff-may-viewer = Наблюдатель видит серверы, тарифы, заказы и клиентов, но ничего не меняет.
staff-may-support = Поддержка к тому же повторяет выдачу, пишет клиентам, отключает и включает их доступ и узнаёт о ключах, которые не созданы.
staff-may-admin = Администратор может всё, кроме раздачи ролей, и узнаёт о деньгах и серверах.
staff-sure-title = Изменить эту роль?
staff-sure = { $person }: { $before } → { $role }. Человеку будет сообщено.
staff-sure-remove = { $person } теряет роль «{ $before }» и становится обычным клиентом. Человеку будет сообщено.
staff-changed = Готово. Человеку сообщено.
staff-ask = Кто это? Отправьте id в Telegram или @username того, кто уже нажал Start в этом боте.
refusal-owner-stays = Это владелец. Владельцы указаны в настройках магазина и здесь не меняются.
refusal-person-unknown = Магазин не знает этого человека. Сначала он должен нажать Start в этом боте.
refusal-person-ambiguous = Это имя было у двух людей. Отправьте вместо него id в Telegram.
refusal-role-same = У этого человека уже есть эта роль.

customers-title = Новые клиенты
customers-found = Клиенты по запросу «{ $query }»
customers-none = Никто не найден. Ищите по id, @username, части имени, номеру заказа или имени доступа на панели.
customers-more = Есть и другие. Уточните запрос.
customers-button-find = 🔍 Поиск
customers-button-all = Все клиенты
customers-ask = Кого ищем? Отправьте id, @username, часть имени, номер заказа или имя доступа на панели.
customer-mark-suspended = ⏸ приостановлен
customer-mark-blocked = 🔕 заблокировал бота
customer-since = Здесь с { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC, язык: { $language }
customer-sums = { $count ->
    [one] { $count } заказ, оплачено { $stars } ⭐
    [few] { $count } заказа, оплачено { $stars } ⭐
    [many] { $count } заказов, оплачено { $stars } ⭐
   *[other] { $count } заказа, оплачено { $stars } ⭐
}
customer-accesses = { $count ->
    [0] Доступов пока нет
    [one] { $count } доступ
    [few] { $count } доступа
    [many] { $count } доступов
   *[other] { $count } доступа
}
customer-is-suspended = ⏸ Приостановлен с { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
customer-has-blocked = 🔕 Заблокировал бота: сообщения не доходят.
customer-button-orders = Заказы
customer-button-accesses = Доступы
customer-button-message = Написать
customer-button-suspend = Приостановить
customer-button-unsuspend = Возобновить
customer-suspend-sure-title = Приостановить клиента { $person }?
customer-suspend-sure = Купить ничего будет нельзя, открытый счёт не примется.
customer-suspend-sure-none = Работающих доступов нет.
customer-suspend-sure-keys = { $count ->
    [one] { $count } работающий доступ будет отключён на панели; его время идёт дальше.
    [few] { $count } работающих доступа будут отключены на панелях; их время идёт дальше.
    [many] { $count } работающих доступов будут отключены на панелях; их время идёт дальше.
   *[other] { $count } работающего доступа будут отключены на панелях; их время идёт дальше.
}
customer-suspend-sure-told = Клиенту будет сообщено. «Возобновить» вернёт всё как было.
customer-done-suspend = { $count ->
    [one] Приостановлен. Отключён { $count } доступ.
    [few] Приостановлен. Отключено { $count } доступа.
    [many] Приостановлен. Отключено { $count } доступов.
   *[other] Приостановлен. Отключено { $count } доступа.
}
customer-done-unsuspend = { $count ->
    [one] Возобновлён. Включён { $count } доступ.
    [few] Возобновлён. Включено { $count } доступа.
    [many] Возобновлён. Включено { $count } доступов.
   *[other] Возобновлён. Включено { $count } доступа.
}
customer-accesses-title = Доступы клиента { $person }
customer-no-accesses = Пока нет ни одного.
customer-access-line = { $status } { $plan }, { $server }: { $email }

client-reason = Причина: { $reason }
client-reason-expired = время вышло
client-reason-traffic = трафик израсходован
client-reason-admin = отключили сотрудники
client-reason-payment = деньги возвращаются
client-reason-customer = так захотел клиент
client-until = Действует до: { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
client-customer-suspended = Клиент приостановлен; с возобновлением включится то, что отключила приостановка.
client-order = Заказ:
client-button-suspend = Отключить
client-button-resume = Включить
client-button-extend = +{ $days } дн.
client-button-renew = Продлить бесплатно
client-button-refund = Вернуть деньги за заказ
client-sure-which = { $plan }, { $email }
client-sure-suspend-title = Отключить этот доступ?
client-sure-suspend = Он сразу перестанет работать на панели; время идёт дальше, место сохраняется. Клиенту будет сообщено.
client-sure-extend-title = Подарить дни: { $days }?
client-sure-extend = Доступ закончится на { $days } дн. позже. Ничего не списывается, клиенту будет сообщено.
client-sure-renew-title = Продлить этот доступ бесплатно?
client-sure-renew = Он получит ещё один срок, как при продаже: дни и трафик заново. Ничего не списывается, клиенту будет сообщено.
client-done-suspend = Отключён.
client-done-resume = Включён.
client-done-extend = Дни подарены.
client-done-renew = Продлён.

message-ask = Что прочитает { $person }? Отправьте одно текстовое сообщение, до 3000 знаков.
message-preview = { $person } прочитает это. Ничего не уйдёт, пока вы не нажмёте «Отправить».
message-text = { $text }
message-button-send = Отправить
message-sent = ✅ Ваше сообщение для { $person } в пути.
input-letter-empty = ❌ В нём нечего читать. Отправьте текст.
input-letter-long = ❌ Это больше 3000 знаков. Отправьте короче.
input-query-empty = ❌ Отправьте id, имя или номер.
input-query-long = ❌ Слишком длинно. Отправьте не больше 64 знаков.

audit-title = Кто что сделал
audit-title-of = Кто что сделал: { $of }
audit-none = Пока ничего не сделано.
audit-line = { $actor }: { $act }, { $target }
audit-actor = человек { $id }
audit-when = № { $entry } · { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
audit-change = • { $field }: { $from } → { $to }
audit-new = • { $field }: { $to }
audit-yes = да
audit-no = нет
audit-button-entry = № { $entry }
audit-button-all = Всё, сначала новое
audit-button-undo = Вернуть как было
audit-entry-title = Запись № { $entry }
audit-undoes = Этим отменена запись № { $entry }.
audit-undo-sure-title = Вернуть как было?
audit-undo-sure = Всё станет так, как было до этого. Это тоже будет записано.
audit-undone = Возвращено как было.
refusal-not-undoable = Здесь это отменить нельзя.
refusal-changed-since = С тех пор всё изменилось. Посмотрите ещё раз.
audit-act-server-add = добавлен сервер
audit-act-plan-create = создан тариф
audit-act-plan-on-sale = тариф показан или скрыт
audit-act-order-refund = возвращены деньги за заказ
audit-act-order-retry = повторена выдача заказа
audit-act-order-approve = подтверждён заказ
audit-act-order-move = ключ перенесён на другой сервер
audit-act-order-cancel = отменён неоплаченный заказ
audit-act-charge-refund = возвращён платёж
audit-act-refund-retry = повторён возврат
audit-act-refund-credit = возврат зачислен на баланс
audit-act-staff-role = изменена роль
audit-act-customer-suspend = приостановлен клиент
audit-act-customer-unsuspend = возобновлён клиент
audit-act-customer-message = сообщение клиенту
audit-act-client-suspend = отключён доступ
audit-act-client-resume = включён доступ
audit-act-client-extend = подарены дни
audit-act-client-renew = доступ продлён бесплатно
audit-field-onSale = в продаже
audit-field-name = имя
audit-field-status = состояние
audit-field-stars = звёзды
audit-field-units = ключи
audit-field-role = роль
audit-field-suspended = приостановлен
audit-field-accesses = доступы
audit-field-text = текст
audit-field-reason = причина
audit-field-expiresAt = конец
audit-field-heldSince = ждал с
audit-field-priceMinor = цена
audit-field-attempts = попытки

# Balances, as the staff sees them
alert-given-back-not-delivered = 🔴 Заказ { $orderId } ({ $plan }, { $person }) не выдан вовремя, магазин вернул деньги за { $units } из { $of }: { $back }.
    Найдите причину, пока из-за неё не ждут другие заказы.
alert-given-back-customer = 🟠 { $person } не хочет дольше ждать заказ { $orderId } ({ $plan }): возвращено за { $units } из { $of }, { $back }.
alert-given-back-free = 🔴 Заказ { $orderId } ({ $plan }, { $person }), за который не платили, не выдан вовремя, магазин его завершил.
    Найдите причину, пока из-за неё не ждут другие заказы.
back-stars = { $stars } ⭐
back-balance = { $amount } (на баланс в магазине)
back-both = { $stars } ⭐ и { $amount } (на баланс в магазине)
customer-balance = 👛 Баланс в магазине: { $amount }
order-from-balance = 👛 { $amount } оплачено с баланса
order-credit = 👛 { $amount } возвращено на баланс
refund-button-yes-balance = Вернуть
order-credit-due = 👛 { $amount } возвращается на баланс
audit-act-order-give-back = возвращены деньги за невыданное
audit-field-creditedMinor = на баланс

# Acts on servers, inbounds and plans in the audit
refusal-undo-below-taken = Теперь продано больше, чем было мест до изменения. Ничего не изменено.
refusal-undo-too-many-stars = С прежним значением цена превысила бы число звёзд, которое принимает Telegram. Ничего не изменено.
audit-act-server-edit = изменён сервер
audit-act-server-login = новый вход в панель
audit-act-server-sync = синхронизирован сервер
audit-act-server-alerts = изменены оповещения сервера
audit-act-server-mute = оповещения сервера выключены или включены
audit-act-server-delete = удалён сервер
audit-act-inbound-edit = изменён инбаунд
audit-act-inbound-default = выбран основной инбаунд
audit-act-plan-edit = изменён тариф
audit-act-plan-price = изменена цена
audit-act-plan-move = тариф передвинут в списке
audit-act-plan-clone = скопирован тариф
audit-act-plan-preferred = выбран предпочтительный инбаунд
audit-act-plan-pool = изменены дополнительные серверы
audit-act-plan-delete = удалён тариф
audit-act-plan-settings = изменены настройки тарифа
audit-act-template-settings = изменён шаблон инбаунда
audit-act-rules-settings = изменены правила инбаунда
audit-act-support-answer = ответ клиенту
audit-field-usedBytes = израсходовано
audit-field-url = адрес панели
audit-field-kind = вид входа
audit-field-inbounds = инбаунды
audit-field-plans = тарифы
audit-field-servers = дополнительные серверы
audit-field-clients = найдено ключей
audit-field-publicHost = публичный адрес
audit-field-country = страна
audit-field-autoProvisioning = в продаже
audit-field-maxClientsPerInbound = места по умолчанию
audit-field-created = новых
audit-field-changed = изменено
audit-field-missing = пропало
audit-field-ms = миллисекунд
audit-field-inbound = инбаунд
audit-field-capacity = число мест
audit-field-trafficLimit = предел трафика
audit-field-provisioningEnabled = в продаже
audit-field-default = основной инбаунд
audit-field-description = описание
audit-field-category = категория
audit-field-durationDays = дней
audit-field-setupFee = плата за подключение
audit-field-dataLimitGb = трафик, ГБ
audit-field-concurrentConnections = устройства
audit-field-maxClients = места
audit-act-client-auto-renew = переключено автопродление
audit-act-client-subscription = подписка отменена или снова разрешена
audit-field-subscription = подписка
audit-field-autoRenew = автопродление
audit-field-renewalRule = остаток при продлении
audit-field-renewable = можно продлить
audit-field-autoProvision = выдаётся сразу
audit-field-minor = цена
audit-field-version = версия цены
audit-field-told = сообщено клиентам
audit-field-place = место в списке
audit-field-of = копия тарифа
audit-field-settings = настройки
audit-field-question = сообщение клиента
audit-field-answer = ответ

# /servers
servers-empty = Серверов пока нет. /addserver добавляет сервер.
server-health-healthy = 🟢 в порядке
server-health-warning = 🟡 медленный, в продаже
server-health-critical = 🔴 снят с продажи
server-health-offline = ⚫ не отвечает, снят с продажи
server-reason = Почему: { $reason }
server-panel = Панель: 3x-ui { $version }, поколение API «{ $generation }»
server-host = Клиенты подключаются к: { $host }
server-seen = Последний ответ: { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
server-never-seen = Последний ответ: ещё не было
server-no-inbounds = Инбаундов нет.
server-inbound = { $listener } { $remark }: { $status }, клиентов { $clients }/{ $capacity }
server-inbound-why = ↳ { $reason }
inbound-status-active = 🟢 работает
inbound-status-full = 🟡 заполнен
inbound-status-maintenance = 🟠 на обслуживании
inbound-status-inactive = ⚪ не продаётся
inbound-status-error = 🔴 ошибка

# /plans
plans-admin-title = Тарифы
plans-admin-empty = Тарифов пока нет. /newplan создаёт тариф.
plan-admin-offer = { $term }, { $traffic }, { $price } ({ $stars } ⭐), { $server }
plan-admin-sales = Продано { $clients }/{ $seats }, { $state }
plan-state-hidden = ⚪ скрыт
plan-state-on-sale = 🟢 в продаже
plan-state-inactive = ⚪ выключен
plan-state-not-on-sale = ⚪ скрыт
plan-state-out-of-stock = 🟡 распродан: все места тарифа заняты
plan-state-no-capacity = 🟡 распродан: ни в одном инбаунде сервера нет места
plan-state-server-down = 🔴 купить нельзя: сервер снят с продажи
plan-state-server-unhealthy = 🔴 нельзя купить: его сервер работает с ошибкой
plan-state-provisioning-off = ⚪ нельзя купить: его сервер на паузе
plan-button-hide = Скрыть
plan-button-show = Показать
plan-hidden = Тариф { $name } скрыт.
plan-shown = Тариф { $name } в продаже.

# /stats
command-stats = магазин в цифрах
menu-stats = 📊 Цифры
stats-title = 📊 Магазин в цифрах
stats-total = { $count ->
    [one] { $count } доступ
    [few] { $count } доступа
    [many] { $count } доступов
   *[other] { $count } доступа
}
stats-states = 🟢 { $active } работает, ⏸ { $suspended } приостановлено, ⌛ { $expired } истекло
stats-soon = Истекают за 7 дней: { $count }
stats-over = Трафик исчерпан: { $count }
stats-auto = С автопродлением: { $count }
stats-gone = Удалены насовсем: { $count }
stats-span = { $count ->
    [one] Последний { $count } день
    [few] Последние { $count } дня
    [many] Последние { $count } дней
   *[other] Последние { $count } дня
}
stats-began = Доступов началось: { $started }, закончилось: { $ended }
stats-traffic = Трафик: { $gb } ГБ
stats-orders = Оплаченных заказов: { $count }
stats-renewals = Продлений: { $count }, из них автоматически: { $automatic }
stats-stars = Получено звёзд: { $stars } ⭐
stats-stars-back = из них возвращено: { $stars } ⭐
stats-quick = Ключи готовы за 2 минуты: { $share }
stats-button-span = { $count ->
    [one] { $count } день
    [few] { $count } дня
    [many] { $count } дней
   *[other] { $count } дня
}
stats-button-servers = 🖥 { $count ->
    [one] { $count } сервер
    [few] { $count } сервера
    [many] { $count } серверов
   *[other] { $count } сервера
}
stats-servers-title = Нагрузка серверов
stats-servers-what = Считается при каждом осмотре панели. Трафик – всё, что когда-либо израсходовали клиенты сервера, включая удалённых.
stats-servers-none = Серверов пока нет: /addserver
stats-server = { $clients ->
    [one] { $clients } доступ
    [few] { $clients } доступа
    [many] { $clients } доступов
   *[other] { $clients } доступа
}, работает { $active }, { $gb } ГБ
stats-chart-accesses = Доступы по дням
stats-chart-traffic = Трафик по дням
stats-chart-started = Начались
stats-chart-renewed = Продлены
stats-chart-ended = Закончились

# Menu of the staff
menu-servers = 🖥 Серверы
menu-inbounds = 🔌 Инбаунды
menu-plans = 🏷 Тарифы
menu-orders = 📦 Заказы
menu-addserver = ➕ Сервер
menu-newplan = ➕ Тариф
menu-approvals = ✋ На подтверждение
menu-customers = 👥 Клиенты
menu-settings = ⚙️ Настройки
menu-audit = 📜 Кто что сделал
menu-staff = 🔑 Сотрудники

# Cards of servers
servers-title = Серверы
servers-line = { $state }, { $load }
server-paused = ⏸ пауза: здесь ничего не продаётся
server-since = С каких пор: { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
server-speed = За сутки: { $ms } мс, ответов { $percent } %
server-button-sync = Синхронизировать
server-syncing = ⏳ Читаем всё, что сообщает панель …
server-synced = ✅ Готово за { $ms } мс. Инбаунды: новых { $created }, изменено { $changed }, пропало { $missing }. Ключей найдено: { $clients }.
server-load = Места: { $load }
server-clients = Ключи: работают { $active } из { $total }
server-default = Мест у инбаунда без своего числа: { $seats }
server-button-inbounds = Инбаунды
server-button-test = Проверить связь
server-button-pause = Приостановить
server-button-resume = Возобновить
server-button-name = Переименовать
server-button-country = Страна
server-button-host = Публичный адрес
server-button-seats = Места по умолчанию
server-button-login = Новый вход
server-button-delete = Удалить
server-button-delete-yes = Удалить насовсем
server-testing = ⏳ Связываемся с панелью …
server-tested = ✅ Панель ответила за { $ms } мс, ядро работает.
server-tested-core = ⚠️ Панель ответила за { $ms } мс, но ядро не работает.
server-now-paused = Пауза: новое здесь не продаётся. Ключи продолжают работать.
server-resumed = Сервер снова в продаже.
server-deleted = Сервер { $name } удалён.
server-delete-sure = Удалить сервер { $name }?
server-delete-what = Магазин забудет вход в панель и больше ничего там не продаст. На самой панели ничего не изменится. Отменить это нельзя, но панель можно добавить заново.
server-delete-plans = { $count ->
    [one] Вместе с ним закончится { $count } тариф.
    [few] Вместе с ним закончатся { $count } тарифа.
    [many] Вместе с ним закончатся { $count } тарифов.
   *[other] Вместе с ним закончатся { $count } тарифа.
}
server-delete-not = Сервер { $name } пока нельзя удалить
server-delete-clients = • { $count ->
    [one] На нём ещё действует { $count } ключ, или его ещё можно продлить.
    [few] На нём ещё действуют { $count } ключа, или их ещё можно продлить.
    [many] На нём ещё действуют { $count } ключей, или их ещё можно продлить.
   *[other] На нём ещё действуют { $count } ключа, или их ещё можно продлить.
}
server-delete-orders = • { $count ->
    [one] На нём открыт { $count } заказ.
    [few] На нём открыты { $count } заказа.
    [many] На нём открыты { $count } заказов.
   *[other] На нём открыты { $count } заказа.
}
server-delete-leftovers = • { $count ->
    [one] С панели нужно ещё убрать { $count } брошенного клиента.
    [few] С панели нужно ещё убрать { $count } брошенных клиента.
    [many] С панели нужно ещё убрать { $count } брошенных клиентов.
   *[other] С панели нужно ещё убрать { $count } брошенного клиента.
}
server-delete-mend = Приостановите его, чтобы здесь не продавалось новое; что должно закончиться раньше срока, верните в /orders.

# Cards of servers: the door of the last key, tried from this machine
server-probe-open = Последний ключ: порт отвечает ({ DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC)
server-probe-refused = 🟠 Последний ключ: порт закрыт ({ DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC)
server-probe-silent = 🟠 Последний ключ: порт не отвечает ({ DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC)
server-probe-no-tls = 🟠 Последний ключ: порт отвечает, но не по TLS ({ DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC)
server-probe-unknown-host = 🟠 Последний ключ: имя хоста не найдено ({ DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC)
server-probe-unreachable = 🟠 Последний ключ: до порта не достучаться ({ DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC)
server-probe-forbidden = Последний ключ: порт не проверяли, адрес частный ({ DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC)

# How a server's keys went, day by day
server-button-days = Последние 7 дней
server-button-alerts = Оповещения
alerts-title = Оповещения: { $server }
alerts-marks = Места: предупреждение при { $warning } %, критично при { $critical } %.
alerts-on = 🔔 Приходят все оповещения.
alerts-muted = 🔕 Без оповещений до { DATETIME($until, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
alerts-held =
    { $count ->
        [one] Придержано { $count } оповещение.
        [few] Придержано { $count } оповещения.
        [many] Придержано { $count } оповещений.
       *[other] Придержано { $count } оповещения.
    }
alerts-what = Тишина нужна на время работ: о панели, инбаундах и местах этого сервера ничего не приходит. О том, чего ждут клиенты, и о деньгах магазин сообщает всегда.
alerts-button-marks = Пороги мест
alerts-button-mute =
    { $count ->
        [one] 🔕 { $count } час
        [few] 🔕 { $count } часа
        [many] 🔕 { $count } часов
       *[other] 🔕 { $count } часа
    }
alerts-button-unmute = 🔔 Снова сообщать
alerts-unmuted-held = 🔔 Оповещения снова приходят. Придержано за это время: { $count }.
edit-server-alerts = При скольких процентах занятых мест сообщать о сервере { $name }? Два числа: предупреждение и критично. Например: 75 90. Сейчас: { $now }
input-fullness-form = ❌ Это не два процента. Отправьте два целых числа от 1 до 100, сначала меньшее, например 75 90.
server-days-title = Последние 7 дней: { $server }
server-days-what = Дни по UTC. Время — от первой записи на панель до проверенного ключа: для половины ключей и для 95 %.
server-days-none = За это время здесь ничего не продано.
server-days-line = { DATETIME($date, month: "short", day: "numeric", timeZone: "UTC") }: { $ready ->
        [one] создан { $ready } ключ
        [few] создано { $ready } ключа
        [many] создано { $ready } ключей
       *[other] создано { $ready } ключа
    }, { $rate }
server-days-times = ⏱ { $median } с, { $p95 } с
server-days-failed = 🔴 Не создано или возвращены деньги: { $count }
server-days-open = ⏳ Ещё не создано: { $count }

# Cards of inbounds
inbounds-choose = Инбаунды какого сервера?
inbounds-title = Инбаунды сервера { $server }
inbound-on = Сервер { $server }, { $transport }
inbound-for-sale = 🛒 в продаже
inbound-closed-status = 🚫 не продаётся: смотрите состояние
inbound-closed-stopped = 🚫 не продаётся: остановлен администратором
inbound-closed-server = 🚫 не продаётся: сервер на паузе или снят с продажи
inbound-closed-traffic = 🚫 не продаётся: трафик израсходован
inbound-closed-full = 🚫 не продаётся: все места заняты
inbound-load = Места: { $load }
inbound-server-seats = Своего числа мест у него нет: действует число сервера.
inbound-traffic = Трафик: израсходовано { $used } ГБ, без ограничения
inbound-traffic-of = Трафик: израсходовано { $used } из { $limit } ГБ
inbound-is-default = ★ По умолчанию: среди одинаково свободных он первый.
inbound-button-capacity = Число мест
inbound-button-traffic = Предел трафика
inbound-button-stop = Не продавать
inbound-button-sell = Продавать
inbound-button-default = Сделать основным
inbound-now-default = Теперь этот инбаунд — основной.
inbound-now-sold = Он снова в продаже.
inbound-now-stopped = Новое на нём не продаётся. Ключи продолжают работать.

# What is peculiar to a kind of inbound
inbound-warning-needs-core-restart = ⚠️ shadowsocks 2022 на панелях до 3.4: каждый новый ключ заработает только после перезапуска ядра (до 35 секунд), а перезапуск на миг обрывает соединения всех клиентов сервера.
inbound-warning-first-needs-restart = ℹ️ shadowsocks 2022: если инбаунд создан пустым, его первый ключ заработает только после перезапуска ядра.
inbound-warning-not-counted = ⚠️ hysteria2: ядро этой панели может не считать его трафик, поэтому лимит трафика может не сработать. Срок окончания действует.
# Inbounds of customers' own
server-button-own = Личные инбаунды
server-button-own-ports = Порты
server-button-own-name = Имя сайта
own-title = Личные инбаунды на сервере { $server }
own-what = Для тарифов, по которым покупатель получает собственный инбаунд: магазин создаёт его после оплаты (VLESS, REALITY, новые ключи) и удаляет, когда доступ заканчивается.
own-ports = Порты: { $ports }. Откройте их в файрволе сервера.
own-poses = Маскировка под сайт: { $name }
own-no-plan = Тарифов с личным инбаундом здесь пока нет: переключите тариф на его карточке в /plans.
plan-admin-own = 🔒 Каждый ключ получает собственный инбаунд.
plan-button-own = Личный инбаунд
plan-button-shared = Общий инбаунд
plan-now-own = Теперь каждый новый ключ получает собственный инбаунд. Проданные ключи остаются на месте.
plan-now-shared = Новые ключи снова создаются на общих инбаундах. Проданные ключи остаются на месте.
edit-server-own-ports = На каких портах могут работать личные инбаунды сервера { $name }? Например: 30000-39999. Сейчас: { $now }
edit-server-own-name = Под какой сайт маскируются личные инбаунды сервера { $name }? Нужен сайт с TLS 1.3 и HTTP/2, доступный с сервера, например www.microsoft.com. Сейчас: { $now }
    Действует для инбаундов, которые будут созданы с этого момента.
input-ports-form = ❌ Это не два порта. Отправьте первый и последний через дефис, например 30000-39999.
input-ports-range = ❌ Порты — от 1024 до 65535, сначала меньший.
input-site-name-form = ❌ Это не имя сайта. Отправьте имя с точкой и без https://, например www.microsoft.com.
audit-field-type = вид
audit-field-ownPorts = порты личных инбаундов
audit-field-ownServerName = сайт для маскировки личных инбаундов
audit-field-fullness = пороги оповещений, %
audit-field-mutedUntil = без оповещений до

# /doctor
command-doctor = проверить весь магазин
doctor-begun = 🩺 Проверяю весь магазин …
doctor-progress = 🩺 { $done } из { $of }, сейчас: { $sweep } …
doctor-well = ✅ Всё в порядке
doctor-looked-at = Проверено: { $sweeps }.
doctor-ill = 🩺 Что-то не так
doctor-left = 🟠 Осталось то, что может решить только человек
doctor-line = { $sweep }: найдено { $found }, исправлено { $fixed }, осталось { $failed }
doctor-button-fix = 🛠 Исправить
doctor-sure = Исправить найденное?
doctor-sure-what = Потерянные заказы будут записаны заново, пропавшие ключи созданы снова, просроченная работа сделана. Бухгалтерия и всё сомнительное останутся как есть.
doctor-button-yes = 🛠 Да, исправить
button-put-back = ↩️ Вернуть всех
button-edits-ours = Пусть магазин исправляет
button-orphans-remove = 🗑 Удалить их с панели
put-back-done = { $count ->
    [one] Возвращаем { $count } клиента.
    [few] Возвращаем { $count } клиентов.
    [many] Возвращаем { $count } клиентов.
   *[other] Возвращаем { $count } клиента.
 }
edits-ours = Теперь магазин сам исправляет изменения на этой панели.
edits-report = Теперь об изменениях на этой панели только сообщаем.
orphans-removed = { $count ->
    [one] Удаляем { $count } клиента.
    [few] Удаляем { $count } клиентов.
    [many] Удаляем { $count } клиентов.
   *[other] Удаляем { $count } клиента.
 }
server-button-drift = Расхождения
drift-title = Панель сервера { $server } и магазин
drift-edits-ours = Что кто-то меняет на панели, магазин исправляет сам.
drift-edits-report = О том, что кто-то меняет на панели, магазин только сообщает.
drift-missing = 🔴 Пропали с панели и ждут вашего решения: { $count }
drift-orphans = Клиентов с именем магазина без заказа: { $count }
drift-orphan = • { $name }, с { DATETIME($at, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
drift-young = На панели меньше суток, удалять ещё рано: { $count }
drift-none = Других расхождений нет. Панели сверяются каждые 10 минут; /doctor проверит сейчас.
drift-button-ours = Исправлять самому
drift-button-report = Только сообщать
orphans-sure = { $count ->
    [one] Удалить { $count } клиента с панели сервера { $server }?
    [few] Удалить { $count } клиентов с панели сервера { $server }?
    [many] Удалить { $count } клиентов с панели сервера { $server }?
   *[other] Удалить { $count } клиента с панели сервера { $server }?
 }
orphans-sure-what = Их ключи перестанут работать навсегда. После восстановления базы магазина это могут быть оплаченные заказы, которых она не помнит: тогда сначала исправьте всё через /doctor.
audit-act-server-put-back = возвращены пропавшие клиенты
audit-act-server-edits = изменён порядок для правок на панели
audit-act-server-remove-orphans = удалены неизвестные клиенты
sweep-provider-ledger = список платежей Telegram
sweep-payments-open = платежи без ответа
sweep-holds = просроченные брони
sweep-paid-undelivered = оплачено и не выдано
sweep-due-work = ожидающая работа
sweep-unknown-outcomes = повторные проверки
sweep-panel-drift = панели и проданное
sweep-tombstones = ключи к удалению
sweep-dedicated-inbounds = личные инбаунды
sweep-deleted-servers = доступы на удалённых серверах
sweep-expiry-traffic = доступы после срока
sweep-stale-updates = необработанные сообщения
sweep-seats-of-dead-orders = места завершённых заказов
sweep-capacity = счётчики мест
sweep-ledger = бухгалтерия
sweep-promises = обещания магазина
sweep-history = старые уведомления

# Neighbours on a panel
server-cuts-neighbours = ⚠️ Эта панель обрывает соединения всех клиентов сервера, когда у кого-либо заканчивается доступ. Свои доступы магазин отключает вовремя; чужие клиенты на панели всё равно это вызывают.
server-button-neighbours = Не мешать соседям
server-neighbours-left = ✅ Настройка на панели выключена: закончившийся доступ больше никому не мешает.
server-neighbours-auth = ❌ API-токен не открывает настройки этой панели. Дайте магазину логин и пароль ([Новый вход]) или выключите это на панели: Panel Settings, «Restart Xray when a client is disabled».
audit-act-server-neighbours = соседи больше не отключаются
audit-field-restartsCore = перезапуск ядра, когда у клиента заканчивается доступ

# Clients that are not the shop's
server-strangers = Клиентов не магазина на панели: { $count }
server-button-strangers = Не наши клиенты
strangers-title = Не магазина на { $server }: { $count }
strangers-what = Эти клиенты есть на панели, но создал их не магазин. Выберите, кого передать покупателю.
strangers-none = Все клиенты на этой панели — магазина.
strangers-line = { $name } · { $inbound } · израсходовано { $used } ГБ
stranger-name = 👤 { $name }
stranger-place = { $server }, { $inbound }
stranger-on = 🟢 включён
stranger-off = ⏸ выключен на панели
stranger-not-started = Срок начнётся с первого использования
stranger-devices = { $count ->
    [one] { $count } устройство одновременно
    [few] { $count } устройства одновременно
    [many] { $count } устройств одновременно
   *[other] { $count } устройства одновременно
}
stranger-seats = Свободных мест на его инбаунде: { $left }
stranger-seats-free = На его инбаунде места не ограничены
stranger-untouched = Привязка ничего не меняет на панели: ключ, срок и трафик останутся прежними.
stranger-button-bind = Привязать
command-bind = передать клиента панели покупателю
bind-usage = Укажите, что и кому: /bind <ссылка, uuid или имя на панели> <id или @имя>. Все клиенты не магазина: /servers, сервер, [Не наши клиенты].
bind-ask-person = Чей он? Пришлите Telegram id или @имя; этот человек должен был нажать «Старт» в боте.
bind-sure = Привязать этого клиента к { $person } ({ $id })?
bind-sure-what = Он займёт место на своём инбаунде. Деньги не списываются, на панели ничего не меняется, покупатель получит сообщение. Отменить можно в карточке доступа.
bind-button-yes = Привязать
bind-done = ✅ Привязано. Покупатель получит сообщение и найдёт доступ в разделе «Мои доступы».
refusal-stranger-not-found = ❌ Такого клиента нет: он удалён с панели, уже принадлежит магазину, или панель не отвечает.
refusal-client-known = ❌ Не привязано: у магазина уже есть клиент с таким именем, uuid или id подписки. Возможно, кто-то успел раньше; иначе задайте ему на панели собственные.
refusal-inbound-full = ❌ Не привязано: на его инбаунде нет мест. Добавьте места и попробуйте ещё раз.
refusal-client-out-of-reach = ❌ Не привязано: в его имени (на панелях до 3.0 включительно — также в uuid или пароле) есть косая черта, и панель не даст магазину его менять. Переименуйте его на панели.
refusal-client-no-link = ❌ Не привязано: панель не даёт ссылки, которая открывает этого клиента. Проверьте на панели его инбаунд и id подписки.
refusal-client-not-started = ❌ Не привязано: срок начнётся с первого использования, поэтому его конец ещё неизвестен. Попробуйте после первого использования.
refusal-not-imported = Этот доступ продан магазином или уже отвязан.
client-imported = 📥 Привязан: был на панели раньше, за него не платили
client-button-unbind = Отвязать
client-sure-unbind-title = Отвязать этот доступ?
client-sure-unbind = Он исчезнет из списка покупателя и освободит место. На панели клиент останется как есть, и его ключ продолжит работать.
client-done-unbind = Отвязано. Панель не тронута.
audit-act-client-bind = клиент панели привязан
audit-act-client-unbind = клиент панели отвязан
audit-field-person = покупатель

# Giving access by hand
command-grant = дать клиенту доступ бесплатно
grant-button = Дать доступ
grant-usage = Выберите клиента или укажите, кому и что: /grant <id или @имя> <тариф>. Кого здесь нет, тот должен сначала нажать Start в этом боте.
grant-whom = Кому дать доступ?
grant-title = Дать доступ: { $person }
grant-choose = Какой тариф? Деньги не списываются.
grant-no-plans = В продаже нет ни одного тарифа. Все тарифы показывает /plans; сначала выставьте один на продажу.
grant-plan-button = { $plan } — { $server }
grant-plan-button-off = { $plan } — { $server } — { $state }
grant-plan-unknown = В продаже нет тарифа с таким названием. Выберите:
grant-plan-ambiguous = Так называются несколько тарифов. Выберите:
grant-sure = Дать этот доступ клиенту { $person }?
grant-plan = Тариф: { $plan } ({ $term }, { $traffic })
grant-server = Сервер: { $server }
grant-seats = Свободных мест: { $left }
grant-seats-free = Свободных мест: без ограничений
grant-what = Доступ займёт место и будет выдан как при покупке. Деньги не списываются, возвращать будет нечего. Клиент получит сообщение и ключ.
grant-button-yes = Дать
grant-done = ✅ Готово. Клиенту сообщено, ключ придёт так же, как после оплаты.
grant-undo = Пока подарок создаётся, отозвать его нельзя. После выдачи его можно отключить в карточке доступа.
order-plan-trial = { $quantity } × { $plan }, 🎁 пробный период
order-plan-free = { $quantity } × { $plan }, 🎁 дан магазином
refusal-grant-person-suspended = Не дано: этот клиент приостановлен. Сначала снимите приостановку.
refusal-grant-plan-off = Не дано: этот тариф не в продаже. Выставьте его на продажу в /plans или выберите другой.
refusal-grant-no-seat = Не дано: свободных мест нет. Добавьте места тарифу или его инбаунду.
refusal-grant-server-away = Не дано: ни один сервер этого тарифа сейчас не в продаже. Причину показывает /servers.
refusal-grant-customer-limit = Не дано: у этого клиента уже столько доступов, сколько разрешают правила инбаунда.
audit-act-order-grant = доступ дан бесплатно
audit-field-plan = тариф

# Cards of plans
plan-admin-fee = Плата за подключение: { $fee }, один раз за новый ключ
plan-admin-any-devices = устройств — сколько угодно
plan-admin-load = Продано: { $load }
plan-admin-place = Место в списке: { $place } из { $count }
plan-admin-category = Категория: { $category }
plan-admin-auto = Оплаченные заказы выдаются сами.
plan-admin-by-hand = ✋ Оплаченные заказы ждут одобрения администратора.
plan-admin-renewable-keep = Можно продлить; остаток прибавляется.
plan-admin-renewable-drop = Можно продлить; остаток сгорает, новый период начинается сразу.
plan-button-keep = Остаток: прибавлять
plan-button-drop = Остаток: сжигать
plan-now-keep = При продлении оставшиеся дни и трафик прибавляются.
plan-now-drop = При продлении остаток сгорает, новый период начинается сразу.
plan-admin-once = Продлить нельзя.
plan-admin-preferred = Предпочтительный инбаунд: { $inbound }
plan-admin-no-preference = Предпочтительный инбаунд: нет, первым идёт самый свободный
plan-admin-pool = Дополнительные серверы: { $servers }
plan-button-price = Цена
plan-button-fee = Подключение
plan-button-name = Название
plan-button-description = Описание
plan-button-category = Категория
plan-button-days = Срок
plan-button-traffic = Трафик
plan-button-devices = Устройства
plan-button-seats = Места
plan-button-by-hand = Одобрять вручную
plan-button-auto = Выдавать сразу
plan-button-once = Без продления
plan-button-renewable = С продлением
plan-button-up = ▲ Выше
plan-button-down = ▼ Ниже
plan-button-preferred = Инбаунд
plan-button-pool = Другие серверы
plan-button-clone = Копировать
plan-button-delete = Удалить
plan-button-delete-yes = Удалить насовсем
plan-button-no-preference = Без предпочтения
plan-button-pool-first = ▲ { $name }
plan-button-pool-remove = ✖ { $name }
plan-button-pool-add = ➕ { $name }
plan-copy-name = Копия: { $name }
plan-cloned = Скрытая копия в конце списка. Измените её и покажите.
plan-deleted = Тариф { $name } удалён.
plan-delete-sure = Удалить тариф { $name }?
plan-delete-what = Удалить можно только тариф, который ни разу не продавался. Отменить это нельзя.
plan-now-auto = Оплаченные заказы снова выдаются сами.
plan-now-by-hand = Теперь оплаченные заказы ждут одобрения администратора.
plan-now-renewable = Его можно продлевать.
plan-now-once = Продлевать его больше нельзя; ключи действуют до конца срока.
plan-now-preferred = Сохранено. Действует для новых заказов.
plan-preferred-title = Предпочтительный инбаунд тарифа { $plan }
plan-preferred-what = Он идёт первым, пока в нём есть места; потом — самый свободный инбаунд сервера { $server }.
plan-pool-title = Дополнительные серверы тарифа { $plan }
plan-pool-what = Они идут в этом порядке, когда на сервере { $server } нет мест или он две минуты не выдаёт оплаченный ключ.
plan-pool-line = { $place }. { $server }
plan-pool-none = Других серверов нет. /addserver добавляет сервер.

# Editing one value
edit-nothing = нет
edit-unlimited = без ограничений
edit-inherited = своего нет, действует число сервера: { $seats }
edit-done = ✅ Сохранено.
edit-server-name = Как назвать сервер { $name }? Название видят клиенты.
edit-server-country = В какой стране сервер { $name }? Отправьте двухбуквенный код, например DE. Сейчас: { $now }
edit-server-host = К какому имени или адресу подключаются клиенты сервера { $name }? Сейчас: { $now }
    После сохранения ссылки работающих доступов читаются заново.
edit-server-seats = Сколько ключей можно продать на каждом инбаунде сервера { $name }, у которого нет своего числа мест? Отправьте целое число. Сейчас: { $now }
edit-inbound-capacity = Сколько ключей можно продать на { $name }? Отправьте целое число; 0 — больше ничего не продавать. Сейчас: { $now }
edit-inbound-traffic = После скольких ГБ на { $name } больше ничего не продавать? Отправьте целое число. Сейчас: { $now }
edit-plan-name = Как назвать тариф { $name }?
edit-plan-description = Что клиенты прочтут о тарифе { $name }? Отправьте одно-два предложения. Сейчас: { $now }
edit-plan-category = К какой категории относится тариф { $name }? Отправьте одно-два слова. Сейчас: { $now }
edit-plan-days = Сколько дней длится тариф { $name }? Действует для новых заказов. Сейчас: { $now }
edit-plan-fee = Какая плата за подключение у тарифа { $name }, один раз за новый ключ? Например: 1.50. Сейчас: { $now }
edit-plan-traffic = Сколько ГБ входит в тариф { $name }? Действует для новых заказов. Сейчас: { $now }
edit-plan-devices = Сколько устройств могут одновременно пользоваться тарифом { $name }? Действует для новых заказов. Сейчас: { $now }
edit-plan-seats = Сколько доступов { $name } может быть продано одновременно? Отправьте целое число; 0 — распродано. Сейчас: { $now }
edit-button-no-country = Без страны
edit-button-no-limit = Без ограничений
edit-button-server-seats = Как у сервера
edit-button-no-description = Без описания
edit-button-no-category = Без категории
edit-button-no-fee = Без платы
input-country-form = ❌ Это не код страны. Отправьте две буквы по ISO 3166, например DE, NL или GB.
input-description-empty = ❌ Описание пустое. Отправьте несколько слов.
input-description-long = ❌ Описание слишком длинное. Отправьте не больше 300 символов.
input-category-empty = ❌ Категория пустая. Отправьте одно-два слова.
input-category-long = ❌ Категория слишком длинная. Отправьте не больше 24 символов.
input-fee-form = ❌ Плата за подключение — не простое число. Отправьте цифры с точкой или запятой, без знака и валюты, например: 1.50
input-fee-decimals = ❌ В плате за подключение больше двух знаков после запятой. Отправьте, например, 1.50
input-fee-high = ❌ Плата за подключение слишком высокая. Отправьте меньше 10000000.
input-capacity-form = ❌ Число мест — не целое. Отправьте только цифры, например 100, или нажмите кнопку.
input-capacity-range = ❌ Мест должно быть от 0 до 1000000.
refusal-changed-meanwhile = Тем временем это изменил кто-то другой. Ничего не сохранено; вот как обстоит дело сейчас.
refusal-below-taken = ❌ Уже продано { $taken }, поэтому меньше нельзя. Отправьте { $taken } или больше.
refusal-too-many-stars = ❌ Вместе с платой за подключение вышло бы { $stars } ⭐; Telegram не принимает счетов больше 100000.
refusal-inbound-elsewhere = Этот инбаунд не на сервере тарифа.
refusal-plan-sold = Тариф уже продавался и нужен своим заказам. Лучше скройте его.
refusal-server-in-use = Удалить нельзя: от сервера кто-то зависит.

# How often customers may change the location
plan-button-moves = Смены локации
plan-admin-moves = { $count ->
    [one] { $count } смена локации за период
    [few] { $count } смены локации за период
    [many] { $count } смен локации за период
   *[other] { $count } смены локации за период
}
edit-plan-moves = Сколько раз за период клиент { $name } может сменить локацию? Отправьте целое число; 0 — не предлагается. Сейчас: { $now }
input-moves-form = ❌ Это не целое число. Отправьте только цифры, например 3.
input-moves-range = ❌ Число смен должно быть от 0 до 1000.
audit-field-movesPerPeriod = смены локации
plan-button-packs = Доп. трафик
plan-admin-packs = Доп. трафик: { $packs }
edit-plan-packs = Какой дополнительный трафик могут купить клиенты { $name }? Отправьте объёмы и цены, например 10 GB = 1.50, 50 GB = 5. Не больше шести. Сейчас: { $now }
edit-button-no-packs = Не продавать
input-packs-form = ❌ Не подходит. Отправьте так: 10 GB = 1.50, 50 GB = 5. Каждый объём один раз, не больше шести.
audit-field-trafficPacks = доп. трафик

# Free trials of a plan
plan-button-trial = Пробный период
plan-admin-trial = { $count ->
    [one] Пробный период: { $count } день бесплатно, один раз каждому
    [few] Пробный период: { $count } дня бесплатно, один раз каждому
    [many] Пробный период: { $count } дней бесплатно, один раз каждому
   *[other] Пробный период: { $count } дня бесплатно, один раз каждому
}
plan-admin-trial-off = { $count ->
    [one] Пробный период: { $count } день, но пока заказы подтверждаются вручную, он не предлагается
    [few] Пробный период: { $count } дня, но пока заказы подтверждаются вручную, он не предлагается
    [many] Пробный период: { $count } дней, но пока заказы подтверждаются вручную, он не предлагается
   *[other] Пробный период: { $count } дня, но пока заказы подтверждаются вручную, он не предлагается
}
edit-plan-trial = Сколько дней каждый может один раз бесплатно пробовать { $name }? Проба занимает место, как продажа, ничего не стоит и заканчивается сама. Отправьте целое число меньше срока тарифа; 0 — без пробного периода. Сейчас: { $now }
edit-button-no-trial = Без пробного периода
input-trial-form = ❌ Это не целое число. Отправьте только цифры, например 3.
input-trial-range = ❌ Число дней должно быть от 0 до 3649.
refusal-trial-too-long = ❌ Пробный период должен быть короче тарифа, а срок тарифа в днях: { $days }. Отправьте меньше.
refusal-shorter-than-trial = ❌ Тариф должен быть длиннее своего пробного периода, а его срок в днях: { $days }. Отправьте больше или сначала сократите пробный период (/cancel).
audit-field-trialDays = дни пробного периода

# How long customers may pause
plan-button-pause = Пауза
plan-admin-pause = { $count ->
    [one] { $count } день паузы за период
    [few] { $count } дня паузы за период
    [many] { $count } дней паузы за период
   *[other] { $count } дня паузы за период
}
edit-plan-pause = На сколько дней за период клиент { $name } может поставить доступ на паузу? Отправьте целое число; 0 — не предлагается. Сейчас: { $now }
input-pause-form = ❌ Это не целое число. Отправьте только цифры, например 14.
input-pause-range = ❌ Число дней должно быть от 0 до 365.
audit-field-maxPauseDays = дни паузы

# A new login
login-ask = Как магазину теперь входить в панель сервера { $name }? Отправьте API-токен (одно слово) или имя пользователя и пароль через пробел.
    Ваше сообщение будет сразу удалено. Старый вход действует, пока новый не проверен.
login-kept = Старый вход сохранён.
login-done = ✅ Панель пускает магазин с новым входом. Он сохранён.

# The proxy before a panel
server-proxy = Магазин обращается к панели через прокси { $proxy }
server-button-proxy = Прокси
proxy-ask = Через какой HTTP-прокси магазин обращается к панели сервера { $name }? Отправьте хост:порт или пользователь:пароль@хост:порт.
    Прокси должен разрешать CONNECT на порт панели. Ваше сообщение сразу удаляется, и ничего не меняется, пока панель не ответит этим путём.
proxy-now = Магазин обращается к панели сервера { $name } через прокси { $proxy }.
proxy-button-other = Другой прокси
proxy-button-none = Без прокси
proxy-not-through = ❌ Связи с панелью нет: прокси не отвечает, не принимает этот вход или не пускает магазин к панели. Проверьте его адрес, имя и пароль и разрешён ли CONNECT на порт панели.
proxy-kept = Ничего не изменилось.
proxy-done = ✅ Магазин обращается к панели через прокси. Он сохранён.
proxy-removed = ✅ Магазин обращается к панели без прокси. Это сохранено.
addserver-button-proxy = Через прокси
addserver-proxy = Через какой HTTP-прокси доступна панель? Отправьте хост:порт или пользователь:пароль@хост:порт. Ваше сообщение сразу удаляется.
input-proxy-form = ❌ Это не адрес HTTP-прокси. Отправьте хост:порт, например proxy.example.com:3128, или пользователь:пароль@хост:порт. SOCKS и https-прокси не поддерживаются.
audit-act-server-proxy = другой путь к панели
audit-field-proxy = прокси

# A new price
price-ask = Сколько должен стоить тариф { $name }? Отправьте число, например 4.50. Сейчас: { $price } ({ $stars } ⭐)
price-button-keep = Оставить { $price }
price-button-change = Изменить
price-button-tell = Изменить, сообщить: { $count }
price-button-silent = Изменить молча
price-sure = Изменить цену тарифа { $name }?
price-sure-before = Сейчас: { $price } ({ $stars } ⭐)
price-sure-after = Станет: { $price } ({ $stars } ⭐)
price-sure-orders = Уже оформленные заказы сохранят свою цену.
price-sure-holders = { $count ->
    [one] У { $count } клиента действует доступ по этому тарифу, ему можно сообщить.
    [few] У { $count } клиентов действует доступ по этому тарифу, им можно сообщить.
    [many] У { $count } клиентов действует доступ по этому тарифу, им можно сообщить.
   *[other] У { $count } клиента действует доступ по этому тарифу, им можно сообщить.
}
price-sure-nobody = Ни у кого нет действующего доступа по этому тарифу.
price-same = Это и есть его цена. Ничего не изменено.
price-done = ✅ Цена изменена. Никому не сообщаем.
price-done-told = ✅ Цена изменена. { $count ->
    [one] Сообщаем { $count } клиенту.
    [few] Сообщаем { $count } клиентам.
    [many] Сообщаем { $count } клиентам.
   *[other] Сообщаем { $count } клиента.
}

# Why something is closed
reason-switched-off = он выключен на панели
reason-missing = на панели его нет
reason-core = прокси-ядро панели не работает
reason-no-keys = в нём нет ключей для клиентов
reason-settings = его настройки — нечитаемый JSON; на панелях до 3.1 из-за этого не создаётся ни один новый клиент
reason-transport = настройки транспорта — нечитаемый JSON
reason-mkcp = с заголовком или seed у mKCP не запускаются новые ядра, поэтому он не продаётся
reason-wireguard = WireGuard: ключи и адреса панель создаёт сама, поэтому ключ нельзя сверить с заказом
reason-cipher = у его шифра один ключ на всех, а не свой у каждого клиента
reason-inbound-key = его собственный ключ не подходит к шифру, и ядро с ним не запускается
reason-hysteria-one = первую версию hysteria не обслуживает ни одно ядро; продаётся версия 2
reason-hysteria-tls = hysteria2 без TLS ни для кого не открывается
reason-shadowsocks-reality = ссылки shadowsocks не передают REALITY
reason-network = его сеть этой программе неизвестна
reason-vmess-reality = ссылки vmess не передают REALITY
reason-socket = он слушает файл сокета, клиентам он недоступен

# /orders
orders-found = Заказы по запросу «{ $query }»
orders-empty = Заказов пока нет.
orders-none = По запросу «{ $query }» ничего не нашлось. Ищите по номеру заказа, id клиента, платежу или имени.
orders-button = { $order }
order-title = Заказ
order-gone = Этого заказа больше нет.
order-person = { $person }
order-plan = { $quantity } × { $plan }, { $stars } ⭐
order-created = Оформлен: { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
order-paid = Оплачен: { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
order-unit = Ключ на сервере { $server }: { $status }
order-unit-error = ↳ { $error }
order-charge = Платёж на { $stars } ⭐, { $status }
order-status-pending_payment = ⏳ ждёт оплаты
order-status-paid = 🟡 оплачен
order-status-processing = 🟡 выдаётся
order-status-partial = 🟠 выдан частично
order-status-completed = 🟢 выдан
order-status-dispute = 🔴 оспаривается
order-status-expired = ⚪ истёк, не оплачен
order-status-cancelled = ⚪ отменён
order-status-refunded = ↩️ возвращён
unit-status-reserved = зарезервирован
unit-status-pending = ⏳ ждёт
unit-status-provisioning = ⏳ создаётся
unit-status-completed = 🟢 выдан
unit-status-failed = 🔴 не создан
unit-status-cancelled = ⚪ отменён
charge-status-settled = зачислен
charge-status-surplus = второй раз, возвращается
charge-status-unmatched = не относится ни к одному заказу
charge-status-refunding = возвращается
charge-status-refunded = возвращён
charge-status-credited = Telegram не смог его вернуть; его стоимость зачислена на баланс
order-button-retry = Повторить
order-button-refund = Вернуть деньги
order-retried = { $count ->
    [one] Пробуем ещё раз: { $count } ключ.
    [few] Пробуем ещё раз: { $count } ключа.
    [many] Пробуем ещё раз: { $count } ключей.
   *[other] Пробуем ещё раз: { $count } ключа.
}
order-refunded = Возвращаем клиенту { $back }.
refund-sure-title = Вернуть деньги за этот заказ?
refund-sure = { $person } получит обратно { $back }. Отменить это нельзя.
refund-sure-ahead = Из них { $back } — оплата наперёд за время, которое ещё не началось.
refund-sure-taken = { $amount }, которые принёс на баланс переход на более дешёвый тариф, спишутся с него.
refund-sure-spent = Клиент уже потратил { $amount }, которые принёс на баланс переход на более дешёвый тариф: обратно они не вернутся, а оплаченное наперёд до этого перехода остаётся оплаченным.
refund-sure-no-keys = Ни один ключ ещё не выдан; то, что выдаётся сейчас, будет прервано.
refund-sure-keys = { $count ->
    [one] { $count } выданный ключ будет отключён и удалён.
    [few] { $count } выданных ключа будут отключены и удалены.
    [many] { $count } выданных ключей будут отключены и удалены.
   *[other] { $count } выданного ключа будут отключены и удалены.
}
refund-button-yes = Вернуть { $stars } ⭐
