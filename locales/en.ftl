### Every word that the bot says in English.

## Customer

# Lengths and amounts
term-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
term-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
term-years = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
traffic-gb = { $gb } GB
traffic-unlimited = unlimited
traffic-unlimited-short = ∞ GB
devices = { $count ->
    [one] { $count } device
   *[other] { $count } devices
}
price-stars = { $stars } ⭐
date-long = { DATETIME($date, year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC

# Language
language-name = English
language-ask = Choose your language.
language-chosen = The bot speaks English to you from now on.
button-language = 🌐 Language

# Home and plans
home-intro = Proxy access that works: choose a plan, pay in Telegram, get your key in this chat.
plans-empty = Nothing is for sale at the moment. Paid orders are safe; please look in again later.
plan-line = { $term }, { $traffic }, { $server }: { $price }
plan-line-devices = { $term }, { $traffic }, { $devices }, { $server }: { $price }
plan-line-sold-out = { $line } (sold out)
plan-button = { $term } · { $traffic } · { $price }
plan-button-named = { $name } · { $price }
plan-button-sold-out = Sold out: { $term }, { $traffic }
plan-button-sold-out-named = Sold out: { $name }
plans-terms = By choosing a plan you accept the /terms (version { $version }).
buy-started = Your invoice comes right away.
button-accesses = My access
button-home = Home
button-back = « Back
button-earlier = ◀
button-more = ▶

# Invoice
invoice-title = { $name }
invoice-description = { $term } of access, traffic: { $traffic }. Your key comes into this chat right after the payment. If we cannot deliver, you get your Stars back.
invoice-description-several = { $quantity } keys, each { $term }, traffic: { $traffic }. They come into this chat right after the payment. What we cannot deliver is paid back.
button-pay = Pay { $stars } ⭐
button-cancel-order = Cancel order
order-cancelled = Order cancelled. Nothing was charged.

# Order card
card-title = Order { $order }
card-line = { $plan }, { $stars } ⭐
card-line-several = { $quantity } × { $plan }, { $stars } ⭐
card-paid = ✅ Paid. We start right away.
card-creating = ⏳ Creating your access on { $server } …
card-testing = 🔎 Testing your access on { $server } …
card-slow = ⏳ This takes longer than usual on { $server }. Your payment is safe: we go on by ourselves and will message you.
card-failed = ⚠️ We could not create your access. Your payment is safe: either we still deliver, or your money comes back to you. We will message you.
card-ready = 🟢 Ready. Your key is in this chat.
card-refunded = ↩️ Refunded. { $stars } ⭐ go back to you, and the access is switched off.
card-elsewhere = 📍 On { $server }, because { $planned } has no room just now.
card-progress = { $ready } of { $quantity } ready

# Key and My access
key-title = 🔑 Your access is ready
key-plan = Plan: { $plan }
key-server = Server: { $server }
key-until = Valid until: { $date }
key-forever = Valid: without an end
key-traffic = Traffic: { $traffic }
key-link = Your link (tap it to copy, then add it in your app):
key-link-later = Your link is not ready to be shown yet. Look into My access in a minute.
key-link-long = Your link is too long for a message: scan the QR code, or use the subscription.
key-qr-caption = QR code of { $plan } on { $server }. Scan it in your app.
button-copy-subscription = Copy subscription
button-qr = QR
accesses-title = My access
accesses-empty = You have no access yet. Choose a plan, and your key comes into this chat.
access-line = { $status }, { $server }, { $days }, { $traffic }
access-button = { $plan } · { $days }
access-status-provisioning = ⏳ being made
access-status-active = 🟢 active
access-status-suspended = ⏸ paused
access-status-expired = ⚪ expired
access-status-terminated = ⚪ ended
access-status-used-up = 🟠 traffic used up
days-left = { $count ->
    [one] { $count } day left
   *[other] { $count } days left
}
days-none = time is over
days-forever = no end
gb-left = { $gb } GB left
gb-unlimited = unlimited traffic
usage-of = { $used } of { $limit } GB used
usage-unlimited = { $used } GB used, no limit
access-status = Status: { $status }

# Accesses from before
access-added = 🎁 This access is yours in the shop from now on: link, QR and remaining traffic are under My access. Your key stays the same.

# Changes of an access
access-notice-title = { $plan }, { $server }
access-status-ends-soon = 🟡 active, ends soon
access-connection = Connection: { $protocol }, { $host }:{ $port }
access-suspended = ⏸ The shop has paused this access: your key does not work for now. Nothing is lost; if you did not expect this, see /paysupport.
access-resumed = 🟢 This access works again, with the same key.
access-extended = 🎁 This access lasts longer now. Your key stays the same.
access-renewed = 🎁 A new period has begun: more time, and the traffic is counted anew. Your key stays the same.
traffic-notice = 🟡 { $percent }% of your traffic is used.
traffic-notice-over = 🟠 Your traffic is used up, so this access is paused.

# What time and use do to an access
access-ending = { $days ->
    [one] ⏳ One day left: this access ends on { $date }.
   *[other] ⏳ { $days } days left: this access ends on { $date }.
}
access-ending-left = { $gb } GB left.
access-ending-how = Renewed in time, it goes on with the same key.
access-ended = ⚪ The time of this access ended on { $date }: the key does not work now.
access-ended-kept = It can be renewed with the same key until { $date }; then it is deleted.
access-not-renewed = It cannot be renewed. Other plans: /buy
access-connected = ✅ You are connected: your access works.
access-gone = ⚪ This access was not renewed, so it is deleted. Its key will not work again; a new access is one tap away.

# Notices: what is told unasked, and when
button-notices = 🔔 Notices
notices-title = 🔔 Notices
notices-all = You are reminded 7, 3 and 1 days before an access ends, and at 80 and 95% of its traffic.
notices-muted = You are only told what is essential; reminders a week and three days before the end, and at 80% of the traffic, are off.
notices-when = What can wait comes in these hours: { $hours }, { $zone }.
notices-essential = The last day, the end and used-up traffic are always told.
notices-mute = 🔕 Only the essential
notices-unmute = 🔔 All reminders
notices-any-time = at any time
notices-zone-button = 🕐 Time zone
notices-zone-title = 🕐 Your time zone
notices-zone-line = How far is your clock from UTC?
notices-stored = Saved

# A new subscription address
button-new-address = 🔗 New address
new-key-address = Whoever knows your subscription address gets the new key there too: take a new address as well then.
new-address-sure = A new subscription address?
new-address-what = The old address stops at once, for everybody. Every app that updates by it has to be given the new one, also yours.
new-address-keys = Your keys stay as they are. Whoever has a key itself can go on using it: take a new key for that.
new-address-button-yes = Stop the old address
new-address-title = 🔗 Your new subscription address
new-address-by-staff = 🔗 The shop has replaced your subscription address
new-address-next = The old address does not answer any more. Remove it from your apps and add this one. Show it to nobody.
refusal-no-address = There is no subscription address here.
refusal-address-replaced = This address has been replaced already.
refusal-too-many-addresses = That was the third new address today. Please try again tomorrow, or write to /support.
customer-address-sure = A new subscription address for { $person }?
customer-address-what = The old one stops at once: apps that update by it find nothing until they have the new one. The keys go on working.
customer-address-told = The new one is sent to the customer; you do not see it.
customer-address-done = Replaced, and sent
audit-act-address-renew = new subscription address

# What is said when nobody asked
access-unbound = ⚪ The shop does not look after this access any more: it is not in My access, and nobody is told when it ends. The key on the server was not changed. Questions: /support
subscription-ended-bot-replaced = The shop has a new bot, and the old one cannot renew your access any more. Telegram may go on charging for it all the same: please end it there yourself, under Settings → My Stars → your subscription to the old bot. Only you can do that. Here you can renew or subscribe anew.
alert-bot-replaced = 🔄 The shop goes on with another bot. { $messages ->
        [one] One message
       *[other] { $messages } messages
    } of the old one { $messages ->
        [one] is
       *[other] are
    } sent by this one{ $payments ->
        [0] .
        [one] , and one payment that it had left was booked.
       *[other] , and { $payments } payments that it had left were booked.
    }
    { $subscriptions ->
        [0] No subscription in Stars was left.
        [one] One subscription in Stars is ended here. Telegram may go on charging for it: only its payer can end it there, and was told so.
       *[other] { $subscriptions } subscriptions in Stars are ended here. Telegram may go on charging for them: only their payers can end them there, and were told so.
    }
notices-off = This shop sends no reminders by itself at present: My access shows when yours ends. What is set here holds for what the staff has sent.

# Money that goes back
refund-started-title = ↩️ Your money is on its way back
refund-started = { $stars } ⭐ go back to you. { $reason }
refund-reason-second-payment = The order was paid twice; the second payment is returned.
refund-reason-late-and-sold-out = The payment came after the order's time, and the last place was gone.
refund-reason-not-delivered = We could not create your access. We are sorry.
refund-reason-admin = The shop refunded your order.
refund-reason-wrong-amount = The amount was not the order's price.
refund-done-title = ✅ Your money is back
refund-done = { $stars } ⭐ are in your Telegram balance again.
refund-order = Order { $order }

# Balance in the shop
card-refunded-balance = ↩️ Refunded: { $amount } to your balance in the shop. The access is switched off.
card-refunded-both = ↩️ Refunded: { $stars } ⭐ to Telegram and { $amount } to your balance in the shop. The access is switched off.
card-given-back = ↩️ Given back: { $units } of { $quantity }, { $amount } to your balance in the shop
credited-title = 👛 Your balance has grown
credited = { $amount } came to your balance in the shop. { $reason }
credited-part = This is for { $units } of the { $of } keys of the order; the others are yours.
credited-use = A balance pays for any plan, wholly or in part: /start shows them.
refund-reason-customer = You asked for the money instead of waiting longer.
refund-reason-late-and-balance-gone = The payment came after the order's time, and the balance that should pay the rest had been spent.
refund-reason-stars-refused = Telegram could not give your Stars back, so what they were worth came here.
button-wallet = 👛 Balance
home-balance = 👛 On your balance: { $amount }. It pays for plans, wholly or in part.
wallet-title = 👛 Your balance: { $amount }
wallet-how = Where it comes from: when a part of an order cannot be delivered, its share of the price comes here at once, because Telegram returns whole payments only. What it is for: plans, renewals and more traffic, wholly or in part. It does not run out.
wallet-how-topup = Where it comes from: you top it up; and when a part of an order cannot be delivered, its share of the price comes here at once, because Telegram returns whole payments only. What it is for: plans, renewals and more traffic, wholly or in part. It does not run out.
wallet-empty = Nothing has moved here yet.
wallet-line = { $date }: { $amount }, { $reason }
wallet-line-order = { $date }: { $amount }, { $reason } (order { $order })
wallet-move-wallet-paid = paid
wallet-move-wallet-held = set aside until the rest is paid
wallet-move-wallet-returned = back, because the order was not paid
wallet-move-wallet-paid-late = paid, with the payment that came late
wallet-move-not-delivered = given back for what was not delivered
wallet-move-customer = given back, as you asked
wallet-move-admin = refunded by the shop
wallet-move-stars-refused = for Stars that Telegram could not give back
wallet-move-other = moved by the shop
pay-price = Price: { $amount } or { $stars } ⭐
pay-balance = 👛 Your balance: { $amount }
pay-how = How would you like to pay?
button-pay-balance = 👛 { $amount }
button-pay-part = 👛 { $amount } + { $stars } ⭐
paid-from-balance = ✅ { $amount } paid from your balance. Your key is on its way.
invoice-description-part = { $quantity } × { $term }, traffic: { $traffic }. { $amount } come from your balance, this invoice is the rest. If we cannot deliver, you get both back.
card-line-balance = { $quantity } × { $plan }, { $amount } from your balance
card-line-part = { $quantity } × { $plan }, { $amount } from your balance and { $stars } ⭐
refusal-balance-too-low = Your balance in the shop has nothing to pay this with. Nothing was charged.
refusal-balance-changed = Your balance or the price has changed meanwhile, so nothing was charged. Here is how it stands now.
receipt-from-balance = 👛 From your balance: { $amount }
receipt-credit = 👛 { $amount } went to your balance in the shop.
receipt-credit-due = 👛 { $amount } go to your balance in the shop as soon as the access is off.

# Renewal of an access
button-renew = 🔁 Renew
renew-title = 🔁 Renew { $plan }
renew-left = You have now: { $days }, { $traffic }.
renew-gives = A renewal gives: { $term }, traffic: { $traffic }.
renew-rule-keep = The days and the traffic that are left are added.
renew-rule-drop = The new period begins at once, and what is left is dropped.
renew-until = Then valid until: { $date }
renew-traffic = Then traffic: { $traffic }
renew-stopped = ⏸ This access is switched off. A renewal gives it more time, and does not switch it on.
renew-done = ✅ Renewed. Your receipt is in this chat.
renewed = 🔁 Renewed. Your key stays the same.
renewed-auto = 🔁 Renewed by itself, as you wished. Your key stays the same.
renewed-until = Valid until: { $date }
renewed-traffic = Traffic now: { $traffic }, counted anew
renewed-paid-stars = Paid: { $stars } ⭐
renewed-paid-balance = Paid: { $amount } from your balance; { $left } are left there.
renewed-paid-part = Paid: { $stars } ⭐ and { $amount } from your balance; { $left } are left there.
renewed-waits = ⏳ { $server } does not answer just now. Your renewal is safe and takes effect there as soon as it does; you need do nothing.
renewed-stopped = ⏸ The access is still switched off; the new time is kept for it.
invoice-title-renewal = Renewal: { $name }
invoice-renewal = { $term } more, traffic: { $traffic }. Your key stays the same. If it cannot be renewed, you get the payment back.
invoice-rest = { $amount } come from your balance, this invoice is the rest.
bought-renewal = Renewal: { $plan }
own-status-given = 🟢 done
cancel-ask-bought = { $plan }, { $stars } ⭐. Nothing was charged, and your access stays as it is.
order-button-access = Access
refund-sure-renewal = What this renewal gave is taken back: the access ends that much earlier, with that much less traffic.
refusal-renewal-changed = The price, the plan or your access has changed meanwhile. Nothing was charged. Here is how it stands now.
refusal-renewed-meanwhile = Your access has been renewed meanwhile, so this invoice would give something else than it says. Nothing was charged. Open My access to renew once more.
refund-reason-access-gone = The access that it was for is over, so nothing could be renewed. What your balance paid of it is there again.
refund-reason-renewed-meanwhile = The access had been renewed meanwhile, and a second renewal would have dropped the first. What your balance paid of it is there again.
access-waits = ⏳ Its server does not answer just now. What was changed or paid is safe and takes effect there as soon as it does.
renew-auto-off = 🔁 Auto-renewal is off.
renew-auto-on = 🔁 Renews by itself on { $date } for { $amount } from your balance.
renew-auto-ended = 🔁 Auto-renewal is on, and nothing more is tried for this period: renew with a button below.
renew-auto-short = ⚠️ Your balance is { $amount } short of it.
renew-auto-now-on = 🔁 On: your balance pays the next period three days before the end.
renew-auto-now-off = Auto-renewal is off. Nothing will be charged.
button-auto-on = 🔁 Turn on auto-renewal
button-auto-off = Turn off auto-renewal
renewal-short = ⚠️ This access could not renew itself: your balance is { $amount } short. Nothing was charged.
renewal-short-again = We try once a day until then. A renewal in Stars is possible at any time.
renewal-short-last = That was the last try. Without a renewal the access ends then.
renewal-stopped = ⚠️ This access cannot be renewed by itself any more. Nothing was charged, and it runs to its end.
refusal-access-gone = This access is over for good and cannot be renewed. Nothing was charged. Choose a plan with /buy.
refusal-renewal-off = This plan is not renewed any more. Your access runs to its end; choose another plan with /buy.
refusal-renewal-endless = This access has no end, so there is nothing to renew.
refusal-renewal-no-price = This access was not bought here, so it has no price for a renewal. /support helps.

# Subscription in Stars
button-subscribe = Subscribe: { $stars } ⭐/30 d
button-subscription-pay = ⭐ Subscribe: { $stars } ⭐
button-subscription-end = End subscription
button-subscription-end-yes = Yes, end it
button-subscription-again = Take it up again
auto-switched-subscription = Your subscription is ended: Telegram charges nothing more.
subscription-offer = ⭐ Or subscribe: Telegram charges { $stars } ⭐ now and every 30 days, and the access renews by itself. You can end it at any time, in Telegram or here. The price stays the same until then, even if the plan gets dearer.
subscription-not-balance = Your balance is not charged any more then.
subscription-or-balance = Auto-renewal from the balance would end the subscription.
subscription-started = ⭐ The way to your subscription is in this chat. Nothing is charged before you confirm it in Telegram.
subscription-active = ⭐ Renews by Telegram on { $date } for { $stars } ⭐. This price stays until the subscription is ended.
subscription-cancelled = ⭐ Your subscription is ended, Telegram charges nothing more. Until { $date } it can be taken up again for { $stars } ⭐.
subscription-sure = End the subscription?
subscription-sure-what = Telegram would charge { $stars } ⭐ on { $date }, and then will not. What is paid stays: the access runs to its end, and can be renewed by hand.
subscription-over = The subscription is ended
subscription-now-balance = 🔁 On: your balance pays the next period. Your subscription is ended, Telegram charges nothing more.
subscription-take-up = ⭐ Taking the subscription up again
subscription-again-how = Only you can do that, in Telegram: Settings → My Stars → your subscription to this bot → Renew. This is possible until { $date }; on that day { $stars } ⭐ are charged, nothing before.
subscription-again-else = If you do not find it there yet, wait a minute. After that day you can subscribe anew.
price-news-subscribed = ⭐ Your subscription keeps its price until you end it.
subscription-link-title = ⭐ Subscription: { $plan }
subscription-link = { $stars } ⭐ now and every 30 days. Each time: { $term } more, traffic: { $traffic }. Your key stays the same.
subscription-link-end = Telegram asks you to confirm. You can end it at any time, in Telegram or here in My access. What cannot be renewed is paid back.
invoice-subscription = { $term } more now and every 30 days, traffic each time: { $traffic }. Your key stays the same. End it at any time. What cannot be renewed is paid back.
subscription-ended-title = ⭐ Subscription: { $plan }
subscription-ended-unpaid = Telegram has not renewed it, so it is ended: it was called off there, or there were too few Stars. Nothing was charged. You can renew or subscribe anew.
subscription-ended-access-gone = The access is over, so the subscription is ended too. Telegram charges nothing more.
refusal-subscription-over = There is no subscription for this access any more. Nothing is charged.
refusal-subscription-not-offered = This access cannot be subscribed to. Nothing was charged; renew it by hand.
refusal-already-subscribed = There is a subscription for this access already. Nothing was charged. You find it in My access.
refund-reason-already-subscribed = There was a subscription for this access already. The second one is ended.
refund-reason-subscription-over = The access or its subscription is over, so nothing could be renewed. The subscription is ended, Telegram charges nothing more.
refund-reason-access-stopped = The shop has switched the access off, and nobody pays for that. The subscription goes on with the next charge; you can end it in My access.

# Money that Telegram gave back past the shop
stars-returned-title = ↩️ Telegram has given your money back
stars-returned = { $stars } ⭐ are with you again.
refund-reason-returned = Telegram has given the Stars of this order back, so what they had paid for is over: an access is switched off and deleted, and what was bought for one is taken back.
wallet-move-returned = Stars of the order given back by Telegram
subscription-ended-returned = Telegram has given one of its charges back, so the subscription is ended. Telegram charges nothing more.
audit-actor-ledger = nobody (Telegram’s ledger)
alert-stars-returned-access = 🟠 { $stars } ⭐ of order { $orderId } went back to person { $payerId }, and the shop had not asked for it: Telegram, or somebody with the bot’s token, did it (charge { $chargeId }).
    The order is over and its access is switched off and deleted, as after a refund. The customer was told.
alert-stars-returned-purchase = 🟠 { $stars } ⭐ of order { $orderId } went back to person { $payerId }, and the shop had not asked for it: Telegram, or somebody with the bot’s token, did it (charge { $chargeId }).
    The order is over, what it bought for an access or for the balance is taken back, and a subscription that it belonged to is ended. The customer was told.
alert-stars-returned-nothing = 🟠 { $stars } ⭐ that belonged to no order went back to person { $payerId } (charge { $chargeId }). The books say so now; nothing is left to do.
alert-stars-returned-unclear-unknown = 🔴 Telegram has given { $stars } ⭐ back for charge { $chargeId }, which this shop does not know. Nothing was changed: look whether an access stands for it.
alert-stars-returned-unclear-partial = 🔴 Telegram tells that { $stars } ⭐ of charge { $chargeId } went back, which is not the whole of it (order { $orderId }). Nothing was changed: decide by hand.
alert-stars-returned-unclear-twice = 🔴 { $stars } ⭐ of order { $orderId } went back past the shop (charge { $chargeId }), and money of this order went to the customer’s balance before: they have part of it twice.
alert-stars-returned-unclear-kept = 🔴 { $stars } ⭐ of order { $orderId } went back past the shop (charge { $chargeId }), and what they bought could not be taken back. { $reason }
alert-stars-returned-unclear-failed = 🔴 { $stars } ⭐ of order { $orderId } went back past the shop (charge { $chargeId }), and ending the order failed. /doctor tries it again; the log says why.
stars-kept-topup-spent = The customer has spent of this top-up.
stars-kept-credit-spent = The customer has spent what the change of plan brought to the balance.
stars-kept-bought-since = Something was bought for this access after it: refund the newest order first, then press [Mend] in /doctor.
stars-kept-old-plan-full = The plan of before has no place any more: give it one more place, then press [Mend] in /doctor.
stars-kept-not-refundable = The order is in a state in which nothing of it can be ended.

# Access whose inbound the panel has lost
refusal-access-no-place = The place of this access on its server is gone, so what you buy would not work. Nothing was charged. Take another location in My access if it offers one, or write to us.
refusal-key-no-place = The place of this access on its server is gone, so no key can be made there. Take another location in My access if it offers one, or write to us.
refund-reason-access-no-place = The place of the access on its server is gone, so what was bought for it would not work. Take another location in My access if it offers one, or write to us. A subscription goes on with its next charge.
renewal-held = ⚠️ This access was not renewed from your balance, and nothing was charged: its place on its server is gone, so the key does not work. Open it and take another location if it offers one; else write to us. It is tried again until its end.
trouble-mend-look-again = All looks well from here, and nobody is using it. Scan the QR code under My access again, or update the subscription, if your app has one. If that does not help, write to us.

# Buttons that were pressed before
refusal-used-screen = This screen was used already, and nothing was charged by this press. Here it is anew.
refusal-invoice-over = This invoice is over. Open the access in My access, or the balance, and press the button there once more.

# More traffic
button-traffic = ➕ More traffic
button-pack = { $gb } GB · { $amount } · { $stars } ⭐
traffic-title = ➕ More traffic: { $plan }
traffic-until = What you buy is good until the end of this period: { $date }
traffic-after = +{ $gb } GB: then { $after } GB in all
traffic-done = ✅ There it is. Your receipt is in this chat.
traffic-added = ➕ More traffic: you have { $gb } GB in all now. Your key stays the same.
invoice-title-traffic = Traffic: { $name }
invoice-traffic = More traffic: { $traffic }, until the end of the present period. Your key stays the same. If it cannot be added, you get the payment back.
bought-traffic = Traffic: { $plan }
refund-sure-traffic = The traffic that it brought is taken back; what is used stays used.
refusal-access-ended = This access has ended or has no limit any more, so what this invoice buys would be of no use. Nothing was charged. Renew it first.
refusal-traffic-unlimited = This access has no traffic limit: there is nothing to add.
refusal-traffic-not-offered = More traffic is not sold for this plan now. A renewal brings traffic anew.
refund-reason-access-ended = The access had ended or had no limit any more, so what was bought for it was of no use. What your balance paid of it is there again.

# Another plan
button-other-plan = 🔄 Other plan
button-plan-choice = { $plan } · { $sum }
button-change-plan = ✅ Change the plan
change-title = 🔄 Another plan instead of { $plan }
change-rest = Left of your plan: { $days }, { $traffic }. That is worth { $amount }.
change-choice = { $price } ({ $stars } ⭐) for { $term }: { $traffic }, { $devices }
change-due = To pay for the change: { $amount } or { $stars } ⭐
change-credit = Nothing to pay: { $amount } come to your balance
change-even = Nothing to pay
change-one-title = 🔄 Change to { $plan }
change-until = Your access still ends on { $date }
change-limit = Traffic for that time: { $share } GB. What you have used goes on counting, so the counter then runs to { $limit } GB.
change-unlimited = Traffic: without a limit
change-devices = { $devices } at a time
change-devices-any = any number of devices
change-cost = Your time costs { $amount } under it; what is left of your plan counts against that.
change-renewal = A renewal costs { $price } ({ $stars } ⭐) for { $term } from then on.
change-key-stays = Your key stays the same.
change-traffic-now = Traffic now: { $traffic }; what you have used counts on.
change-ends-subscription = Its subscription in Telegram ends with the change: it would charge for the present plan on.
change-done = ✅ Changed. Your receipt is in this chat.
plan-changed = 🔄 You have another plan now. Your key stays the same.
plan-changed-credit = { $amount } came to your balance; it holds { $left } now.
plan-changed-even = There was nothing to pay.
invoice-title-plan = Change to: { $name }
invoice-plan = Another plan for the rest of your time; its end and your key stay. { $term } of it come with { $traffic }, your rest with its share. If it cannot be changed, you get the payment back.
bought-plan = Change to: { $plan }
refund-sure-plan = The access goes back to the plan of before, with its limits; what is used stays used. What the change brought to the balance is taken from it.
refusal-change-not-running = A plan can be changed only while the access runs: this one is paused, switched off, or over. Nothing was charged.
refusal-change-endless = This access never ends, so there is no rest to take to another plan.
refusal-change-no-price = This access was not bought here, so what is left of it has no price. /support helps.
refusal-change-own-inbound = This access has a server port of its own and cannot move to another plan. /support helps.
refusal-change-too-late = Less than an hour is left: renew the access, or buy the other plan with /buy. Nothing was charged.
refusal-no-other-plan = No other plan is sold for the server of this access now.
refusal-plan-full = The last place of this plan is gone. Nothing was charged. Choose another one.
refusal-change-differs = Something has changed since this screen: the price, or how much is left of your plan. Nothing was charged; this is how it is now.
refusal-access-changed = Your access was changed since this invoice was made, so it would give something else than it says. Nothing was charged. Open My access to choose again.
refusal-bought-since = Something was bought for this access after it. Refund the newest order first. Nothing was given back.
refusal-old-plan-full = The plan of before has no place any more. Give it one more place, then refund. Nothing was given back.
refusal-credit-spent = The customer has spent what the change brought to the balance. Nothing was given back.
refund-reason-access-changed = The access had been changed since the invoice was made. What your balance paid of it is there again.
refund-reason-plan-full = The last place of the plan was gone. What your balance paid of it is there again.
wallet-move-plan-credit = left of a plan that was changed
wallet-move-plan-credit-back = change of plan undone
audit-act-client-plan = plan of an access changed

# Auto-renewal and purchases of an access, for the staff
client-auto-is-on = 🔁 Renews by itself from the balance
client-button-auto-on = 🔁 Auto-renewal on
client-button-auto-off = 🔁 Auto-renewal off
client-button-orders = 🧾 Purchases
orders-title-client = What was bought for this access
client-sure-auto-on-title = Have { $plan } renewed by itself?
client-sure-auto-on = Three days before its end the customer’s balance pays the next period. The customer is told, and can switch it off.
client-sure-auto-off-title = No longer renew { $plan } by itself?
client-sure-auto-off = The balance is not charged any more, and the access runs to its end. The customer is told, and can switch it on again.
client-done-auto-on = Auto-renewal is on
client-done-auto-off = Auto-renewal is off
auto-switched-on = 🔁 Our support has switched on auto-renewal for this access: your balance pays the next period three days before the end. You can switch it off here.
auto-switched-off = Our support has switched off auto-renewal for this access: nothing is charged by itself any more, and the access runs to its end.

# More devices
button-devices = 📱 More devices
devices-title = 📱 One more device: { $plan }
devices-now = Now: { $devices } at a time; with this one, one more.
devices-until = It is good until your access ends on { $date }. A renewal starts from the devices of your plan again.
devices-whole = One costs { $amount } for { $term }; you pay for the time that is left.
devices-left = { $count ->
    [one] One more can be bought.
   *[other] { $count } more can be bought.
}
devices-done = ✅ There it is. Your receipt is in this chat.
device-added = 📱 One more device: { $devices } can use your access at a time now. Your key stays the same.
invoice-title-devices = One more device: { $name }
invoice-devices = One more device at a time until your access ends. Your key stays the same. If it cannot be added, you get the payment back.
bought-devices = One more device: { $plan }
refund-sure-devices = The access may be used on one device less again.
refusal-devices-unlimited = This access has no limit of devices: there is nothing to add.
refusal-devices-not-offered = More devices are not sold for this plan now.
refusal-devices-all-bought = You have bought as many devices as this plan allows. Another plan may have more.
refusal-devices-other-end = The devices that you bought end before your access does, with the period they were bought for. After that you can buy them anew.
refusal-change-has-devices = You have bought devices for this access until its period ends, and no other plan takes them over. Change the plan after that, or write to /support first. Nothing was charged.
plan-button-extra = Extra devices
plan-admin-extra = Extra devices (most = price of each): { $extra }
edit-plan-extra = How many extra devices can customers of { $name } buy at most, and what does each cost for a whole period? Send both, for example 2 = 1.50. Now: { $now }
edit-button-no-extra = Sell none
input-extra-form = ❌ That does not fit. Send it like this: 2 = 1.50, for at most two devices at 1.50 each.
audit-field-extraDevices = extra devices

# Top-up of the balance
button-topup = ➕ Top up
button-topup-amount = { $amount } · { $stars } ⭐
topup-title = ➕ Top up your balance
topup-how = Choose an amount; the invoice in Stars comes into this chat. The balance pays orders and renewals, wholly or in part, and does not run out.
topped-up-title = ✅ { $amount } are on your balance
topped-up = Paid: { $stars } ⭐. Spend it when you like; as long as you have not, support can give the Stars back.
invoice-title-topup = Balance: { $amount }
invoice-topup = { $amount } for your balance in the shop, there right after the payment. It pays orders and renewals.
bought-topup = Top-up: { $amount }
cancel-ask-topup = { $plan }, { $stars } ⭐. Nothing has been charged, and your balance stays as it is.
refund-sure-topup = The amount leaves the customer’s balance with it.
refusal-topup-spent = The customer has spent of this top-up: the balance holds less than it brought. Nothing was given back.
refusal-topup-not-offered = This amount is not offered any more. Nothing was charged.
wallet-move-topup = topped up
wallet-move-topup-back = top-up paid back

# News of a price
price-news-title = 🏷 New price of { $plan }
price-news = Until now: { $before }. From now on: { $after }.
price-news-price = { $price } ({ $stars } ⭐)
price-news-safe = Your running access stays as it is. A renewal that is paid before its present end still costs the old price; after it the new price counts.

# Polite answers
emergency = The shop cannot save anything for the moment, so it takes no orders. Nothing was charged, your access works on, and what you wrote or pressed is handled as soon as it can be saved again.
emergency-checkout = The shop cannot take orders for the moment. Nothing was charged; please try again later.
emergency-owner = 🔴 The database takes nothing any more: { $reason }. The shop sells nothing and answers people so; running accesses work on. Make room on its disk, or let it be written to again: what waited is handled then by itself.
sorry = Something went wrong on our side with your last message or tap, and we could not handle it. Paid orders are safe. Please try once more.
unknown-message = I did not understand that. Here is everything you can do:
stale-button = This button is out of date.
used-screen = You have chosen on this screen already. Here is a fresh one: please choose again.
help = Choose a plan and pay it in Telegram: your key comes into this chat. /start shows the plans, /my shows your access, /orders shows your orders and receipts, /support writes to us, /paysupport helps with payments, /terms and /privacy show what holds here, /language changes the language.
terms-title = Terms, version { $version }
terms = What you buy is access to a proxy server for the time and traffic named on the plan. It begins when your key is made. If we cannot deliver, what you paid for it comes back to you. Use it lawfully; access that harms others is switched off. Telegram's own support cannot help with purchases made here: use /paysupport.
terms-page = In full: { $page }
privacy-page = Privacy: { $page }
support-contact = Write to: { $contact }
paysupport-title = Help with a payment
paysupport = Every paid order is delivered, or its money comes back; the order card in this chat shows where it stands. Should something be missing, look into /my first, and have the number on your order card at hand when you write to us: /support. /orders shows every payment with its receipt number.
command-start = Plans
command-my = My access
command-language = Language
command-paysupport = Help with a payment
command-terms = Terms
command-help = Help

# /lifecycle
menu-lifecycle = ⏱ Time and traffic
command-lifecycle = what time and traffic did
lifecycle-title = ⏱ Time and traffic
lifecycle-done = ⏱ Done
lifecycle-off = ⚠️ XUI_AUTO_LIFECYCLE is off: nothing ends, is counted or is announced by itself.
lifecycle-none = Nothing has been done yet.
lifecycle-begun = ⏱ Begun…
lifecycle-progress-traffic = ⏱ Traffic: servers { $done } of { $of }…
lifecycle-progress = ⏱ { $operation }…
lifecycle-line = { $date } · { $operation }, { $cause }: { $ok } of { $processed }, { $span }
lifecycle-ms = { $count } ms
lifecycle-by-schedule = by the clock
lifecycle-by-hand = by hand
lifecycle-expired = ended
lifecycle-expiring = reminders
lifecycle-traffic = traffic
lifecycle-all = everything
lifecycle-button-all = ▶️ Run all
lifecycle-button-expired = Expired
lifecycle-button-expiring = Expiring
lifecycle-button-traffic = Traffic
lifecycle-unknown = “{ $word }” is not an operation. There are: { $known }.

# What a plan costs once
plan-line-fee = { $line }, of which { $fee } once for setting up
pay-fee = Of it { $amount } ({ $stars } ⭐) once for setting up. Renewals do not cost it.
invoice-fee = Of the price { $amount } are for setting up, once: renewals do not cost it.
receipt-fee = Of it { $amount } once for setting up: renewals do not cost it.

# Several keys at once
button-units = ×{ $units }
button-units-chosen = ✓ ×{ $units }
button-units-price = ×{ $units } · { $stars } ⭐
pay-price-several = Price of { $units } keys: { $amount } or { $stars } ⭐
paid-from-balance-several = ✅ { $amount } paid from your balance. Your keys are on their way.
refusal-no-seat-several = There are not so many places left. Nothing was charged. Choose fewer keys.
refusal-customer-limit-several = One person cannot have so many keys of this kind. Nothing was charged. Choose fewer.
refusal-price-moved = The price has changed meanwhile, so nothing was charged. Here is how it stands now.
refusal-price-moved-invoice = The price has changed since this invoice was made. This invoice still stands; for another number of keys choose the plan anew with /start.
refusal-payment-under-way-invoice = A payment of this order is under way, so it cannot be changed now.
refusal-too-many-units = Telegram takes no payment as high as that. Nothing was charged. Choose fewer keys.

# A link to a plan
plan-link-over = This plan cannot be bought at the moment. Here is what there is.
plan-admin-link = Link to this plan, for a channel or a site:

# A configuration beside the links
button-copy-json = Copy JSON (sing-box)

# Waiting for a plan
button-wait = 🔔 Tell me when it is back
button-wait-end = 🔕 Do not tell me
wait-added = 🔔 You will be told once when this plan can be bought again.
wait-dropped = 🔕 You will not be told about this plan.
plan-back-title = 🔔 { $plan } is back
plan-back = This plan can be bought again, as long as places last. You asked to be told once; this was it.
button-plan-open = Show the plan

# Browsing
language-code = en
place-elsewhere = 🌍 Other places
category-none = Other plans
browse-country = Where shall your proxy be?
browse-category = What kind of plan?
browse-duration = For how long?
browse-line = { $name }: { $count ->
    [one] { $count } plan
   *[other] { $count } plans
 }, from { $price }
browse-line-none = { $name }: sold out
browse-line-away = { $name }: away for the moment
browse-button = { $name } · from { $price }
browse-button-none = Sold out: { $name }
browse-button-away = Away: { $name }
plan-line-away = { $line } (its server is away for the moment)
plan-button-away = Away: { $term }, { $traffic }
plan-button-away-named = Away: { $name }
plans-promise = One payment, nothing renews by itself; what we cannot deliver is paid back. /privacy, /support
plans-terms-short = You have accepted the /terms (version { $version }).
plans-terms-changed = The terms have changed: version { $version }. By choosing a plan you accept the new /terms.
price-changed = The price has changed: the invoice is over { $stars } ⭐. Nothing is charged before you pay it.

# Buy again
again-button = 🔁 { $name } · { $price }
again-line = 🔁 Buy again: { $name }, { $price }
again-line-changed = 🔁 Buy again: { $name }. The price has changed: { $price } now, { $paid } last time.
again-gone = What you bought last ({ $name }) cannot be bought at the moment.

# More
button-more-screen = ☰ More
more-title = ☰ More
more-line = Your orders, the language, help, and what the shop promises.
button-orders = 🧾 My orders
button-help = Help
button-terms = Terms
button-privacy = Privacy
button-support = 💬 Write to us
button-paysupport = Payment help

# My orders
own-orders-title = 🧾 My orders
own-orders-empty = You have no orders yet. Choose a plan, pay in Telegram, and your key comes into this chat.
own-orders-line = { $date } · { $plan } · { $stars } ⭐ · { $status }
own-orders-button = { $date } · { $plan }
date-short = { DATETIME($date, day: "numeric", month: "short") }
own-status-pending_payment = ⏳ not paid yet
own-status-paid = ✅ paid
own-status-processing = ⏳ being made
own-status-partial = 🟡 partly delivered
own-status-completed = 🟢 delivered
own-status-dispute = ⚠️ in dispute
own-status-expired = ⚪ not paid in time
own-status-cancelled = ⚪ cancelled
own-status-refunded = ↩️ refunded
own-status-ended = ⚪ ended
receipt-title = 🧾 Order { $order }
receipt-placed = Placed: { $date }
receipt-plan = Plan: { $plan } ({ $term }, { $traffic })
receipt-plan-several = Plan: { $quantity } × { $plan } (each { $term }, { $traffic })
receipt-price = Price: { $stars } ⭐
receipt-status = Status: { $status }
receipt-pay-until = Can be paid until: { $date }
receipt-paid = Paid: { $date }
receipt-payment = Payment of { $stars } ⭐, receipt number:
receipt-refund-due = ↩️ These { $stars } ⭐ are on their way back to you.
receipt-refund-done = ✅ These { $stars } ⭐ are in your Telegram balance again.
receipt-refund-failed = ⚠️ These { $stars } ⭐ could not be returned yet. The shop knows and looks after it; /support helps.
receipt-refund-credited = Telegram could not give these { $stars } ⭐ back: what they were worth is on your balance in the shop.
receipt-unpaid = Nothing was charged.
receipt-help = Questions about this order? Write to us with /support and name its number.
receipt-access = 🔑 Access { $number }
invoice-again = Your invoice comes once more.
cancel-ask-title = Cancel order { $order }?
cancel-ask = { $plan }, { $stars } ⭐. Nothing was charged, and the place goes to somebody else.
cancel-yes = Yes, cancel it

# Given for nothing
card-line-free = { $plan }, a gift from the shop
card-paid-free = 🎁 A gift from the shop. We start right away.
card-slow-free = ⏳ This takes longer than usual on { $server }. You need do nothing: we go on by ourselves and will message you.
card-failed-free = ⚠️ We could not create your access. Nothing was charged. The shop knows and looks after it.
card-refunded-free = ⚪ We could not create this access, so the order is over. Nothing was charged.
free-ended-gift = ⚪ We could not create the access that the shop gave you (order { $order }), so the order is over. We are sorry; nothing was charged. Questions: /support
free-ended-trial = ⚪ We could not create your free trial (order { $order }), so it is over. We are sorry; nothing was charged, and it does not count as used.
own-orders-line-free = { $date } · { $plan } · 🎁 a gift · { $status }
receipt-price-free = 🎁 A gift from the shop: nothing to pay

# Free trials
trial-line = 🎁 { $plan }: { $term } for free, { $traffic }, { $server }. It ends by itself, and nothing is charged.
trial-line-several = 🎁 You can try a plan for free: it ends by itself, and nothing is charged.
trial-button = 🎁 Try { $term } for free
trial-button-several = 🎁 Try for free
trial-button-of = 🎁 { $plan } · { $term }
trials-title-plan = 🎁 What you can try for free, each once
trials-title-shop = 🎁 What you can try for free: one of these
trial-started = 🎁 Your free trial is on its way: the key comes in a moment.
card-line-trial = { $plan }, a free trial
card-paid-trial = 🎁 Your free trial. We start right away.
own-orders-line-trial = { $date } · { $plan } · 🎁 free trial · { $status }
receipt-price-trial = 🎁 A free trial: nothing to pay
key-trial = 🎁 Free trial: it ends by itself, and nothing is charged.
trial-ending-how = Your free trial ends by itself. Bought in time, it goes on with the same key.
trial-ended-kept = Your free trial is over. You can buy it with the same key until { $date }; then it is deleted.
renew-rule-trial = The paid period begins at once; what is left of the free trial is not added.
refusal-trial-used = You have had your free trial already. You can buy this plan at any time: /buy
refusal-trial-not-offered = This plan has no free trial any more. You can still buy it.
refusal-trial-changed = The free trial has changed meanwhile. Here is how it stands now.
refusal-trials-over = All free trials of today are taken. Please try again tomorrow, or buy the plan right away.
alert-trials-over = 🟡 The free trials of a day are all given ({ $count } in 24 hours), and more people ask for one. Many new names at once may be one person: TRIALS_PER_DAY and TRIAL_SCOPE set how many there are.
refusal-renewal-trial = This is a free trial. Buy the first period yourself; from then on it can be renewed from your balance.

# Support
support-title = 💬 Write to us
support-ask = Send one message: what happened, and the number of the order if there is one. We answer in this chat. /cancel ends it.
support-sent = ✅ Your message is with us. We answer in this chat.
support-cancelled = Nothing was sent.
support-text-please = Please write it as text. /cancel ends it.
support-from = 💬 { $name } ({ $id }) writes:
support-answer-title = 💬 The shop answers:
support-reply-button = Reply
support-again-button = Write again
support-reply-ask = Write your answer to { $name }: the next text you send goes to this customer. /cancel ends it.
support-reply-sent = ✅ Your answer is on its way to the customer.
suspended = ⛔ You cannot buy here at the moment, and your access is switched off; nothing is deleted. Questions: /support
privacy-title = Privacy
privacy = The shop keeps your Telegram number and name, your language, your orders and payments, your messages to the shop, and how much traffic your access has used: what it takes to deliver, to refund and to help. It does not look at what you do through the proxy. It sells nothing of this to anybody. To have it deleted, write to us with /support; records of payments stay as long as the law asks.
access-paused-expired = Paused because its time is over.
access-paused-traffic = Paused because its traffic is used up.
access-paused-admin = Paused by the shop. Questions: /support
access-paused-payment = Paused because a payment is missing.
access-paused-customer = Paused as you asked.
invoice-forwarded = This invoice belongs to the chat it was made for. Choose a plan of your own:
group-refusal = I work in private chat: { $link }
command-buy = Plans
command-own-orders = My orders and receipts
command-balance = Balance and top-up
command-support = Write to the shop
command-privacy = Privacy

# Refusals
refusal-no-seat = Sold out: somebody took the last place. Nothing was charged.
refusal-server-away = The server of this plan is being looked after right now. Nothing was charged. Please try again a little later.
refusal-customer-limit = You have as many accesses of this kind as one person can have. Nothing was charged.
refusal-plan-not-available = This plan cannot be bought now. Nothing was charged.
refusal-too-many-open = You have too many unpaid orders. Pay or cancel one first.
refusal-order-not-open = This order is no longer open, so there is nothing to cancel.
refusal-payment-under-way = A payment of this order is under way, so it cannot be cancelled now.
refusal-unknown-invoice = This invoice is not known here. Please choose a plan again.
refusal-wrong-person = This invoice belongs to somebody else. Please choose a plan of your own.
refusal-wrong-amount = The price has changed. Please choose the plan again.
refusal-already-paid = This order is paid already.
refusal-support-too-many = You have written five messages within an hour: we have them. Please wait a little with the next one.
refusal-support-not-found = This message is not there any more.
refusal-order-not-found = This order is not there any more.
refusal-order-over = This order is over. Please choose a plan again.
refusal-access-not-found = This access is not there any more.

# Traffic day by day
button-chart = 📊 Traffic by day
date-day = { DATETIME($date, month: "long", day: "numeric") }
usage-forecast = At this pace your traffic lasts until { $date }.
chart-sum = { $count ->
    [one] Last { $count } day: { $gb } GB
   *[other] Last { $count } days: { $gb } GB
}
chart-day = { DATETIME($date, month: "short", day: "numeric") }
chart-caption = Traffic of { $plan }, by days of UTC
chart-no-data = There is nothing to show yet: come again a day after your first use.

# It does not work
button-trouble = 🛠 It does not work
trouble-looking = Looking …
trouble-title = What we found
trouble-time-yes = your time is not over
trouble-time-no = your time is over
trouble-traffic-yes = there is traffic left
trouble-traffic-no = your traffic is used up
trouble-state-yes = your access is switched on
trouble-state-no = your access is paused
trouble-panel-yes = the server answers
trouble-panel-no = the server does not answer
trouble-core-yes = the proxy runs
trouble-core-no = the proxy does not run
trouble-core-what = whether the proxy runs
trouble-inbound-yes = the door of your key is open
trouble-inbound-no = the door of your key is closed
trouble-client-yes = the server knows your key
trouble-client-no = the server does not know your key as it was sold
trouble-client-what = whether the server knows your key
trouble-devices-yes = there is room for this device
trouble-devices-no = as many devices use it as your plan allows
trouble-devices-what = how many devices use it
trouble-online-yes = a device uses it right now
trouble-online-no = no device uses it right now
trouble-online-what = whether a device uses it now
trouble-no-answer = the server did not answer in time: { $what }
trouble-mend-renew = Renew it, and it works again at once.
trouble-mend-support = The shop has paused it: please write to us.
trouble-mend-wait = { $server } is out of order. We know or will know within minutes, and your key works again by itself as soon as the server is back.
trouble-mend-location = If it does not work on { $server }, move your access: the new key is tested before the old one goes.
trouble-mend-resync = We can put your key back on the server: the same key, nothing to change on your side.
trouble-mend-clear-ips = Switch the other devices off, then make room here.
trouble-mend-new-key = All looks well from here. Take a new key and put it into your app.
trouble-mend-fine = All is well, and a device is using it right now. Scan the QR code under My access again, or update the subscription, if your app has one.
trouble-since = Silent since { $date }
trouble-button-resync = Put my key back
trouble-button-clear = Make room
trouble-button-support = 💬 Write to support
trouble-resynced = Done: the server is told again. Please try in half a minute.
trouble-cleared = Done: there is room again. Please connect now.
trouble-summary = access { $client }, { $server }: { $found }
trouble-nothing = nothing found
refusal-panel-silent = The server did not answer. Please try again in a few minutes.

# A new key and another location
button-new-key = 🔑 New key
button-locations = 🌍 Change location
new-key-sure = A new key for { $plan }?
new-key-what = The old key stops working at once, on every device that uses it. The new one comes here in a moment: take it where somebody else has your key.
new-key-away = { $server } does not answer just now: the old key stops and the new one comes as soon as it is back, by itself.
new-key-button-yes = Stop the old key
move-keeps = Your time and your traffic stay as they are.
move-keeps-address = Your time, your traffic and your subscription address stay as they are.
move-begun-key = 🔑 Your new key is being made
move-begun-location = 🌍 Your access is moving
move-begun-wait = You need do nothing: the new key comes here as soon as it is tested.
locations-title = Location of { $plan }
locations-now = Now: { $server }
locations-left = Changes left in this period: { $left } of { $of }
locations-what = Choose where your access goes:
locations-none = Nothing else is free just now. Please look again later.
locations-nowhere = 🌍 This plan is on { $server } alone: there is no other location for it. If it does not work there, a new key or another plan may help.
location-full = full
location-away = does not answer
location-sure = Move to { $server }?
location-what = A new key is made and tested there first; the old one works until then and stops after that. If it does not work there, everything stays as it is and the change does not count.
location-button-yes = Move my access
access-moved-key = 🔑 Your new key is ready, the old one no longer works. It follows below.
access-moved-location = 🌍 Your access is on { $server } now, the old key no longer works. The new one follows below.
move-subscription = Apps that use your subscription address get it by themselves with their next update.
move-failed = { $server } did not take your access, so everything is as it was: your key works on, and the change does not count.
refusal-access-not-running = This access does not run just now, so nothing can be changed.
refusal-move-under-way = A change of this access is under way already. The new key comes by itself.
refusal-too-many-keys = You have had five new keys within a day. Please wait a little, or write to /support.
refusal-move-not-offered = This plan does not offer that.
refusal-no-moves-left = You have used all changes of this period.
refusal-no-such-location = This plan is not offered there any more.
refusal-location-full = Somebody took the last place there. Your access stays as it is.
refusal-moves-parked = The shop is being worked on, so nothing can be changed just now. Your key works on.
alert-key-stuck = 🔴 { $server }: a new key for a customer is not there yet after ten minutes, and the old one is cut off: { $reason }
audit-act-client-new-key = new key asked for
audit-act-client-location = change of location asked for

# A pause of an access
button-pause = ⏸ Pause
button-go-on = ▶️ Go on
pause-sure = Pause { $plan }?
pause-what = It is switched off at once on every device. The time that is left is kept, and is yours again when you press Go on. Every day of pause that has begun counts whole.
pause-most = { $count ->
    [one] The pause lasts { $count } day at most: on { $date } it goes on by itself.
   *[other] The pause lasts { $count } days at most: on { $date } it goes on by itself.
}
pause-allowance = Days of pause left in this period: { $left } of { $of }
pause-away = { $server } does not answer just now: it hears of this as soon as it is back, by itself.
pause-button-yes = Pause it
pause-begun = ⏸ { $plan } is paused
access-paused-until = Paused as you asked: its time stands still. It goes on when you press Go on, and by itself on { $date }.
pause-over = ▶️ Your access is on again, with the time that was left.
pause-over-empty = Your access stays off, because nothing of its time or traffic is left. A renewal switches it on.
pause-ended = ▶️ The longest pause that your plan allows is over.
trouble-mend-go-on = You have paused it. Press Go on.
refusal-pause-not-offered = This access cannot be paused.
refusal-no-pause-left = You have used all days of pause of this period.
refusal-not-paused = It is not you who paused this access, so it cannot go on this way. Questions: /support
refusal-buyer-stopped = Your account is suspended, so your access cannot be switched on. Questions: /support
audit-act-client-pause = access paused
audit-act-client-unpause = pause of access ended

# The page behind a subscription address
page-accesses = Your access
page-nothing-runs = Nothing of yours runs at the moment. Renew it in the shop, and this address works again by itself.
page-address = Your address for apps
page-address-hint = One address for all that you have here. Press it long to copy it, or let the app read the code.
page-qr = QR code of the address
page-guides = How to connect
page-step-install = Install one of these:
page-step-add = Put your access into it:
page-open-in = Open in { $app }
page-paste = { $app }: copy the address above and add it as a subscription.
page-step-connect = Choose a line in the app and switch it on.
page-keys = Keys one by one
page-keys-hint = For apps that take no address. After a change of the key or the location you need a new one; the address stays.
page-open-shop = To the shop in Telegram
page-keep-secret = Whoever has this address can use your access: show it to nobody.

# A delivery that is late
late-title = ⏳ Your key is late
late-order = { $plan }, order { $order }
late-held-title = ⏳ Your order waits for the shop
late-held = The shop looks at every order of this plan by hand and has not said yes to yours yet, so no key is being made. Your payment is safe, and the shop is reminded of it every day.
late-waiting-held = Thank you. Your key is made as soon as the shop has said yes, and comes into this chat. Until then you may have your money back here at any time.
late-sorry = We are sorry: your order is not ready after half an hour. Your payment is safe, and we go on by ourselves.
late-maintenance = The shop is being worked on, so your order waits. Your payment is safe: your key is made right after that.
late-part = Ready so far: { $ready } of { $of }. These keys stay yours.
late-choice = You can wait, or have your money back: { $back }
late-back-stars = { $stars } ⭐ go back to you through Telegram.
late-back-balance = { $amount } go to your balance in the shop.
late-back-both = { $stars } ⭐ go back to you through Telegram, and { $amount } to your balance in the shop.
late-back-part = { $amount } for { $units } of { $of } keys go to your balance in the shop, because Telegram returns a payment only as a whole.
late-button-wait = ⏳ I wait
late-button-back = ↩️ Give my money back
late-button-yes = Yes, my money back
late-waiting = Thank you. We go on, and your key comes into this chat by itself. If it cannot be made within { $time }, your money comes back by itself.
late-waiting-parked = Thank you. Your key is made as soon as the shop is open again, and comes into this chat by itself.
late-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
late-sure-title = Have your money back?
late-sure = { $back }
late-sure-end = { $count ->
    [one] Your key is given up then. This cannot be undone.
   *[other] { $count } keys are given up then. This cannot be undone.
}
late-given-back = ↩️ Done. { $back }
late-over = Nothing of this order is late any more: it is delivered, or its money is on its way back to you.

# Maintenance, as customers read it
maintenance-home = 🛠 The shop is being worked on, so nothing can be bought just now. What you have bought works on, and paid orders are safe.
maintenance-home-staff = You belong to the staff: you can buy to test.
card-maintenance = 🛠 The shop is being worked on. Your payment is safe: your key is made right after that, you need do nothing.
card-maintenance-free = 🛠 The shop is being worked on. Your key is made right after that, you need do nothing.
card-part = 🟢 A part is ready: { $ready } of { $quantity }. These keys are in this chat.
refusal-maintenance = The shop is being worked on, so nothing can be bought just now. Nothing was charged. Please try again a little later.

# Words of the shop to one person
card-approval = ✅ Paid. The shop confirms this order by hand. Your payment is safe, and we will message you.
from-shop-title = ✉️ A message from { $shop }
role-given = You are part of the shop's staff now, with the role “{ $role }”. /admin lists what you can do.
role-taken = You are no longer part of the shop's staff. Everything you have bought stays yours.
order-cancelled-by-shop = The shop ended your unpaid order { $order }. Nothing was charged; please do not pay its invoice any more.
customer-suspended = ⏸ The shop has suspended your account: you cannot buy for now, and your access is switched off. Nothing is deleted. /paysupport tells how to reach the shop.
customer-unsuspended = ▶️ Your account is open again: you can buy, and your access that still has time and traffic is switched on.
refund-reason-no-order = The payment belonged to no order.
refusal-customer-suspended = Your account is suspended, so nothing can be bought now. Nothing was charged. Questions: /support
alert-approval-wanted = 🟡 Order { $orderId } is paid and waits for your yes: { $plan }, { $stars } ⭐, { $person }.
    Nothing is delivered before that.

# Inbounds that go and come back
trouble-mend-door = The door of your key on { $server } is switched off. The shop knows, and your key works again by itself as soon as the door is open.
alert-inbound-off = 🔴 { $server }: somebody has switched the inbound { $inbound } off on the panel. Keys on it that do not work now: { $clients }. Nothing is sold there.
alert-inbound-back-missing = 🟢 { $server }: the inbound { $inbound } is on the panel again. { $sale } Clients on it: { $clients }.
alert-inbound-back-off = 🟢 { $server }: the inbound { $inbound } is switched on again. { $sale } Clients on it: { $clients }.
alert-inbound-back-used-up = 🟢 { $server }: the inbound { $inbound } has traffic again. { $sale } Clients on it: { $clients }.
alert-inbound-back-refusing = 🟢 { $server }: the inbound { $inbound } takes clients again. { $sale } Clients on it: { $clients }.
alert-inbound-refusing = 🔴 { $server }: the inbound { $inbound } has refused one new client after the other: { $reason }
    Nothing is sold there until it takes one again, which is tried every ten minutes. Keys on it go on.
reason-refuses = it refuses every new client: { $words }
alert-inbound-removed = 🟡 { $server }: the inbound { $inbound } bore the shop's name and belonged to nobody: it was a day old and never used. It has been removed from the panel.
inbound-back-sells = It takes new clients.
inbound-back-shut = It takes no new clients: its card in /inbounds says why.

# For owners: something needs a look
alert-server-out = 🔴 { $server } is out of sale: { $reason }
    Paid orders wait and are safe.
alert-server-back = 🟢 { $server } is back on sale.
alert-server-back-after = 🟢 { $server } is back on sale after { $minutes } min.
alert-server-slow = 🟡 { $server } is slow: { $reason }. It stays on sale.
alert-server-quick = 🟢 { $server } answers quickly again.
alert-inbound-new = 🟡 { $server }: the inbound { $inbound } is new on the panel. Nothing is sold there until you switch it on.
alert-inbound-missing = 🔴 { $server }: the inbound { $inbound } is gone from the panel. Nothing is sold there; clients on it: { $clients }.
alert-inbound-used-up = 🟠 { $server }: the inbound { $inbound } has reached its traffic limit. Nothing more is sold there.
alert-push-refused-enabled = 🔴 { $server } refuses again and again what was paid for an access (order { $orderId }): { $reason }
    It is tried again, at least every half hour.
alert-push-refused-disabled = 🔴 { $server } refuses again and again to switch an access off (order { $orderId }): { $reason }
    It is tried again, at least every half hour.
alert-push-refused-deleted = 🔴 { $server } refuses again and again to delete an access (order { $orderId }): { $reason }
    It is tried again, at least every half hour.
alert-unit-failed = 🔴 Order { $orderId }: unit { $unitId } failed: { $reason }
    Retry or refund it in /orders.
alert-unmatched-charge = 🟠 { $stars } ⭐ from person { $payerId } belong to no order (charge { $chargeId }).
alert-refund-failed = 🔴 Refund { $refundId } failed: { $reason }
    Order: { $orderId }
alert-update-aside = 🟠 Update { $updateId } was put aside after three tries: { $reason }
alert-message-failed = 🟠 Message { $messageId } ({ $kind }) could not be sent: { $reason }

# Links of a server
edit-sure-server-host = Customers of { $name } connect to { $value } from now on. Running accesses whose links are read anew: { $accesses }
    Whose link does not work any more is sent the new key; addresses of the panel's own stay. Does the new name lead to the server already?
edit-button-store = Store it
trouble-link-yes = your link is the one that the server gives today
trouble-link-no = your link is out of date
trouble-link-what = whether your link is up to date
trouble-mend-link = Your link is out of date. The new one comes as a message in a moment: add it in your app, or update the subscription there.
server-button-links = Read links anew
links-sure = Read the links of the { $accesses } running accesses on { $server } anew?
links-sure-what = For a change on the panel that the shop cannot see, for example its hosts or the domain of its subscription. Nothing is written to the panel. Whose link does not work any more is sent the new key.
links-button-yes = Read anew
links-button-look = Look again
links-title = Links on { $server }
links-running = Running accesses: { $accesses }
links-none = No access is running there, so there is nothing to read.
links-read = ✅ All are read: what customers see is what the panel gives.
links-behind = Still to be read: { $accesses }. They are read by and by, as soon as the panel answers.
links-tried = The panel did not answer, or gives no right link so far: { $accesses }. They are tried again by themselves.
audit-act-server-read-links = links of a server read anew

# Links that changed
key-changed = 🔑 Your key has changed: here is the new one
key-changed-link = The link you had no longer works. Delete it in your app and add this one. Time and traffic stay as they are.
key-changed-subscription = If you added the subscription in your app, update it there: nothing else is to be done. If you added the link alone, delete it and add this one. Time and traffic stay as they are.
alert-inbound-changed = 🟡 { $server }: the inbound { $inbound } was changed on the panel ({ $changed }). Accesses whose links are being read anew: { $clients }.
    Whose link does not work any more is sent the new key.
link-part-port = port
link-part-protocol = protocol
link-part-network = network
link-part-security = security
link-part-cipher = cipher
link-part-address = address of the links
link-part-transport = transport (path, host, header)
link-part-tls = TLS settings
link-part-reality = REALITY keys
link-part-sni = REALITY site names
link-part-sid = REALITY short ids
link-part-keys = keys of the inbound

# For owners: seats and versions
alert-capacity-warning = 🟡 { $server }: the seats of { $inbound } are filling up: { $taken } of { $seats } are taken.
alert-capacity-warning-server = 🟡 { $server }: its seats are filling up: { $taken } of { $seats } are taken.
alert-capacity-critical = 🟠 { $server }: hardly any seats are left on { $inbound }: { $taken } of { $seats } are taken.
    More seats: its card in /inbounds.
alert-capacity-critical-server = 🟠 { $server }: hardly any seats are left: { $taken } of { $seats } are taken.
    More seats: /inbounds. Another server: /addserver.
alert-mute-over = 🔔 { $server } is not muted any more. Alerts kept back meanwhile: { $held }. How it is now: { $health }
alert-panel-upgraded = 🟡 { $server }: the panel's version is now { $to }, before { $from }.
alert-panel-upgraded-api = 🟡 { $server }: the panel's version is now { $to }, before { $from }. It speaks another API; the shop has switched over.

# For owners: a second look at a key
alert-subscription-lacks-link = 🟠 Order { $orderId }: key { $unitId } on { $server } was delivered, but the customer's subscription does not hold it.
    The key itself works. Apps that update by the subscription do not find it.

# For owners: panels and books held against what was sold
alert-clients-missing = 🔴 { $server }: { $missing } of { $total } clients are gone from the panel. So many are not put back unasked: somebody may have meant it.
    [Put all back] makes them anew with the same keys.
alert-clients-missing-many = 🔴 { $server }: { $missing } of { $total } clients are gone from the panel, as after a restore of its database. Nothing is sold there until you decide.
    [Put all back] makes them anew with the same keys and opens the server.
alert-clients-edited = 🟡 { $server }: somebody changed clients on the panel: { $edited }. They are only reported, as this server is set.
alert-clients-orphaned = 🟡 { $server }: clients that bear the shop’s name and belong to no order: { $count }, for more than a day. They stay until you say otherwise.
alert-books-wrong = 🔴 The books break a promise, { $count } times. First: { $first }
    /doctor shows all of it.
alert-counters-mended = 🟠 Seats were counted wrong and are counted anew ({ $count }). First: { $first }

# For owners: Telegram and the webhook
alert-webhook-failing = 🔴 Telegram cannot bring its updates to the webhook: { $reason }
    Waiting at Telegram: { $pending }. Nothing is lost for 24 hours, but the bot is silent.
    Look at the web server in front of WEBHOOK_URL.
alert-webhook-back = 🟢 Telegram gets through to the webhook again; what waited is being answered.

## Admin

# Commands of owners
command-addserver = add a 3x-ui panel
command-servers = servers and their health
command-inbounds = inbounds, their seats and sale
command-newplan = create a plan
command-plans = plans: prices, sale, order
command-orders = find, retry, refund orders
command-settings = settings of plans and inbounds
command-cancel = end what you are typing
command-admin = this list
admin-more = … and { $count } more

# Wizards
wizard-button-cancel = Cancel
wizard-deleted = 🧹 Your message was deleted for safety.
wizard-not-deleted = ⚠️ Your message could not be deleted: please delete it yourself, it holds a secret.
wizard-text-please = Please send this as text. /cancel ends it.
wizard-button-please = Please use one of the buttons above. /cancel ends it.
wizard-old-button = This button is out of date.
wizard-cancelled = Cancelled. Nothing was stored.
wizard-none = There is nothing to cancel. /admin lists what you can do.
wizard-expired = This took longer than 15 minutes, so it was ended; nothing was stored. If you have just typed something for it, that message was deleted for safety. Please begin again; /admin lists the commands.
wizard-updated = The shop was updated meanwhile, so this was ended; nothing was stored. If you have just typed something for it, that message was deleted for safety. Please begin again; /admin lists the commands.

# /addserver
addserver-address = Send the address of the 3x-ui panel, as you open it in the browser, with its port and path, for example https://panel.example.com:2053/secret/
    Your message is deleted at once.
addserver-http = ⚠️ This address begins with http://. The panel's token would travel unprotected, and anybody on the way could take the panel over. Use it only inside your own network.
addserver-credentials = How does the shop enter { $host }? Send one of these:
    • an API token: one word, made in the panel under Settings, Security (recommended);
    • user and password, with a space between them; where the panel asks for a code at login, the secret of it as a third word (two-factor key, base32).
    Your message is deleted at once.
addserver-name = How shall this server be called? Customers see the name, for example: Frankfurt 1
addserver-public-host = Which name or address do customers connect to? It stands in their links. Send it, or take the panel's: { $host }
addserver-connecting = ⏳ Connecting to the panel …
addserver-panel-says = In detail: { $text }
addserver-pin = Send the SHA-256 fingerprint of the panel's certificate: 64 hex digits, with or without colons. On the panel's machine:
    openssl x509 -noout -fingerprint -sha256 -in cert.pem
addserver-done = ✅ { $name } is added. Next: /newplan creates something to sell on it.
addserver-private-host = Mind that its public host is private: customers outside your network cannot connect.
addserver-button-http = Use http
addserver-button-host = Use { $host }
addserver-button-retry = Try again
addserver-button-login = Other login
addserver-button-address = Other address
addserver-button-pin = Enter fingerprint
addserver-button-add = Add server

# /addserver: the test with a throw-away client
addserver-trying = ⏳ Connected: 3x-ui { $version }. Now a throw-away client is added, read back, and removed …
addserver-tried = 🧪 Tested on { $inbound }: a throw-away client was added, its link opens the inbound, and it is removed again.
addserver-not-tried = 🧪 Not tested with a client: the panel has no inbound for that yet.
addserver-step-add = ❌ The panel lets the shop in, but does not take a new client.
addserver-step-read-back = ❌ The panel took a test client, but does not hold it as it was sent.
addserver-step-link = ❌ The panel took a test client, but its link does not open the inbound.
addserver-step-remove = ❌ The panel took a test client, but does not let it be removed.
addserver-step-late = It took longer than 20 seconds.
addserver-nothing-stored = Nothing is stored. Mend it on the panel, then try again; “npm run panel” on the shop's machine says more.
addserver-left-behind = ⚠️ The test client { $name } may still be on the panel: please delete it there.

finding-panel = ✅ Connected. 3x-ui { $version }, API generation “{ $generation }”.
finding-inbounds = { $count ->
    [0] The panel has no inbounds.
    [one] { $count } inbound, { $sellable } for sale:
   *[other] { $count } inbounds, { $sellable } for sale:
}
finding-inbound = • { $protocol }:{ $port } { $remark }: for sale
finding-inbound-not = • { $protocol }:{ $port } { $remark }: not for sale, { $reason }
finding-nothing-sellable = ⚠️ Nothing can be sold here yet: make a vless, vmess, trojan, shadowsocks or hysteria2 inbound on the panel.
finding-public-host = Customers connect to: { $host }
finding-private-host = ⚠️ { $host } is a private address: customers outside your network cannot connect.

panel-fault-not-sent = ❌ The panel does not answer at this address: refused, unknown host, or too slow to connect. Check address, port and firewall.
panel-fault-ambiguous = ❌ The panel did not finish its answer in time, or something in front of it answered. Check the path of the address and any proxy before the panel.
panel-fault-session = ❌ The panel ends our session at once. Use an API token instead of a password.
panel-fault-busy = ❌ The panel is busy. Try again in a minute.
panel-fault-duplicate = ❌ The panel says that this exists already.
panel-fault-permanent = ❌ The panel refused the request.
panel-fault-poisoned = ❌ Something stored on the panel makes it refuse every change. Mend that on the panel first.
panel-fault-auth = ❌ The panel does not accept this login: a wrong token or password, a missing right, or two-factor login. Use an API token with full rights, or give the two-factor key as a third word behind user and password.
panel-fault-tls = ❌ The panel's certificate is not trusted: expired, self-signed, or for another name. Put a valid one on the panel, or give the shop its fingerprint: in /addserver there is a button for it, on a server's card “New certificate”.
panel-fault-forbidden-address = ❌ This address may not be used. Private addresses need ALLOW_PRIVATE_PANELS=1 in the shop's configuration; link-local ones are never allowed.
panel-fault-unsupported = ❌ This is not a 3x-ui panel that the shop can drive. It drives 3x-ui 2.6 and later, with the panel's full path in the address: 2.x by user name and password, 3.0 and later also by API token. The word panel at the end of an address is taken for the panel's first page: if your path itself ends so, write it twice (…/panel/panel/).

refusal-bad-address = ❌ This address cannot be used.
bad-address-not-a-url = It is not an address. Write it as in the browser, for example https://panel.example.com:2053/secret/
bad-address-scheme = It must begin with https:// (or http:// inside your own network).
bad-address-userinfo = It holds a user and password before the @. Leave them out; you are asked for them next.
bad-address-port = Its port is not one: use 1 to 65535.
bad-address-private-address = It is a private address. If the panel is in your own network, set ALLOW_PRIVATE_PANELS=1 in the shop's configuration.
bad-address-forbidden-address = It is a link-local or reserved address, which is never a panel.
refusal-panel-known = ❌ This panel is here already, as { $server }.
refusal-foreign-shop = ❌ Another shop ({ $shop4 }) sells on this panel. Two shops on one panel would overwrite each other.
refusal-server-not-found = This server is not there any more. /servers shows what is.
refusal-plan-not-found = This plan is not there any more.
refusal-not-refundable = There is nothing to refund in this order.
refusal-nothing-to-retry = There is nothing to retry in this order.
refusal-role = This needs the role “{ $role }”. Ask an owner of the shop.
role-viewer = viewer
role-support = support
role-admin = admin
role-owner = owner

# Settings of plans and inbounds
refusal-inbound-not-found = This inbound is not there any more.
refusal-settings-not-json = ❌ That is no JSON object. Write it like { "{" }"limitIp": 2{ "}" }
refusal-unknown-setting = ❌ There is no setting “{ $key }” here. There are: { $allowed }
refusal-bad-setting = ❌ “{ $key }” takes one of: { $allowed }

# /settings
settings-title = Settings
settings-usage = Change: /settings plan 3 { "{" }"limitIp": 2{ "}" }, or the same with template or rules and the number of an inbound; none instead of { "{" } … { "}" } takes them away. They count from the next sale on.
settings-line = { $of } { $id } ({ $name }): { $text }
settings-changed = ✅ Changed. It counts from the next sale on.

# Refused changes of an access
refusal-client-not-found = There is no such access.
refusal-access-over = This access is over: it was refunded, ended, or its time has run out.
refusal-not-suspended = This access is not paused.
refusal-buyer-suspended = Its customer is suspended, so this access stays off. Unsuspend the customer first (/customers). Nothing was changed.
refusal-nothing-left = This access has no time or no traffic left. Renew it to begin a new period.
refusal-bad-days = That is not a number of days from 1 to 3650.

# What was typed does not fit
input-credentials-form = ❌ That is neither a token nor a user and password. Send one word (the token), two words (user, password), or three (the two-factor key last), with a space between.
input-second-factor-form = ❌ The third word is not the key of a two-factor login. It is the text behind the QR code that the panel showed: 16 or more of the letters A to Z and the digits 2 to 7. The six digits of an app do not do: they change every half minute.
input-server-name-empty = ❌ The server's name is empty. Send a few letters.
input-server-name-long = ❌ The server's name is too long. Send at most 60 characters.
input-public-host-form = ❌ That is no public host. Send a name or an IP address only, without https://, port or path, for example: de1.example.com
input-fingerprint-form = ❌ That is no SHA-256 fingerprint. Send its 64 hex digits; colons do not matter.
input-name-empty = ❌ The plan's name is empty. Send a few letters.
input-name-long = ❌ The plan's name is too long. Send at most 60 characters.
input-days-form = ❌ The duration is not a whole number of days. Send digits only, for example: 30
input-days-range = ❌ The duration must be between 1 and 3650 days.
input-price-form = ❌ The price is not a plain number. Send digits with a dot or comma, without a sign or currency, for example: 4.50
input-price-decimals = ❌ The price has more than two decimals. Send for example 4.50, and thousands without a separator: 1000
input-price-high = ❌ The price is too high. Send less than 10000000.
input-price-zero = ❌ The price must be more than 0.
input-stars-form = ❌ The Stars are not a whole number. Send digits only, for example: 150
input-stars-range = ❌ The Stars must be between 1 and 100000, which is what Telegram takes.
input-traffic-form = ❌ The traffic is not a whole number of GB. Send digits only, for example 50, or the word unlimited.
input-traffic-range = ❌ The traffic must be between 1 and 1000000 GB, or the word unlimited.
input-devices-form = ❌ The devices are not a whole number. Send digits only, for example 2, or the words no limit.
input-devices-range = ❌ The devices must be between 1 and 1000, or the words no limit.
input-seats-form = ❌ The seats are not a whole number. Send digits only, for example 100, or the word unlimited.
input-seats-range = ❌ The seats must be between 1 and 1000000, or the word unlimited.

# /newplan
newplan-no-server = There is no server to sell on yet. /addserver adds one.
newplan-server = On which server is the new plan sold?
newplan-button-server = { $name }
newplan-name = How shall the plan be called? For example: 1 month
newplan-days = How many days does it last? For example: 30
newplan-price = What does it cost in { $currency }? For example: 4.50
newplan-stars = What does it cost in Stars? Send a whole number, or let the shop work it out: { $stars } ⭐
newplan-stars-only = What does it cost in Stars? Send a whole number up to 100000; worked out from the price it would be more than Telegram takes.
newplan-button-stars = Work it out
newplan-traffic = How many GB of traffic are in it? Send a whole number, or “unlimited”.
newplan-button-no-traffic = Unlimited
newplan-devices = How many devices may use it at a time? Send a whole number, or “no limit”.
newplan-button-no-devices = No limit
newplan-seats = How many may be sold at a time? Send a whole number, or “unlimited”.
newplan-button-no-seats = Unlimited
newplan-button-create = Create
newplan-summary = { $name }, on { $server }
newplan-summary-days = Duration: { $days ->
    [one] { $days } day
   *[other] { $days } days
}
newplan-summary-price = Price: { $price }, { $stars } ⭐
newplan-summary-traffic = Traffic: { $count } GB
newplan-summary-no-traffic = Traffic: unlimited
newplan-summary-devices = Devices: { $count }
newplan-summary-no-devices = Devices: no limit
newplan-summary-seats = For sale: { $count }
newplan-summary-no-seats = For sale: unlimited
newplan-done = ✅ { $name } is on sale. /plans shows all plans, /start what customers see.

# The undelivered queue
command-undelivered = paid keys that are not delivered
menu-undelivered = 📭 Undelivered
menu-waiting = { $name } ({ $count })
span-seconds = { $count } s
span-minutes = { $count } min
span-hours = { $hours } h { $minutes } min
span-days = { $days } d { $hours } h
alert-undelivered = 🟠 Paid keys that wait longer than 10 minutes: { $count }. The oldest waits { $minutes } min. Cause: { $cause }.
undelivered-button-open = 📭 Open the queue
undelivered-no-cause = no attempt has failed
undelivered-title = Paid and not delivered
undelivered-none = 🟢 Nothing waits: every key that was paid more than 2 minutes ago is delivered.
undelivered-line = { $no }. { $age } · { $person } · { $plan } · { $server }
undelivered-cause = ↳ { $cause }; attempts: { $count }
refusal-nothing-to-give-back = There is nothing to give back: the key is delivered meanwhile, or its money is back already.
undelivered-button = № { $no }
undelivered-button-again = 🔄 Look again
next-approval = waits for a yes of the staff (/approvals)
next-decision = nothing more is tried by itself; decide here
next-maintenance = goes on when the shop is open again (/maintenance)
next-switched-off = goes on when XUI_PROVISIONING_ENABLED is on again
next-server = goes on when { $server } serves again (/servers)
next-later = next try in { $wait }
next-now = is being tried
next-delivered = 🟢 delivered
next-ended = ⚪ ended
next-back = money goes back by itself on { DATETIME($at, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
unit-title = Key
unit-of = { $plan } for { $person }: key { $no } of { $of }
unit-order = Order
unit-paid = Paid { $age } ago, on { DATETIME($at, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
unit-ready = Delivered of this order: { $ready } of { $of }
unit-about = { $plan } for { $person }, paid { $age } ago
unit-button-credit = Credit
unit-retry-sure-title = Try this key again?
unit-retry-sure = It is tried on { $server } at once, attempt { $count }. What came of earlier attempts is looked for first, so no key is made twice. The customer pays nothing more.
unit-retried = It is tried again now.
unit-button-move = Other server
unit-move-sure-title = Put this key on another server?
unit-move-sure = It leaves { $server } and is made at once on the next server of its plan that serves and has a seat; what appears of it on { $server } later is removed. The customer's address of the subscription stays the same, and nothing more is paid.
unit-moved = It is being made on { $server }.
refusal-no-other-server = No other server of this plan serves and has a seat now. The key stays where it is.
refusal-not-to-move = This key is not to be moved: it is delivered or ended meanwhile, or it waits for a yes.
unit-credit-sure-title = Credit this key?
unit-credit-sure = { $back } for { $person }, who is told.
unit-refund-sure-title = Give the money back?
unit-refund-sure = Nothing of this order is delivered, so everything goes back: { $back } for { $person }, who is told.
unit-refund-sure-part = Telegram returns a payment only as a whole, and a part of this order is delivered. So the share of { $units } of { $of } keys goes back: { $back } for { $person }, who is told.
unit-end-sure = { $count ->
    [one] The key is given up and its seat is free; what appears of it on a panel later is removed. This cannot be undone.
   *[other] { $count } keys are given up and their seats are free; what appears of them on a panel later is removed. This cannot be undone.
}
unit-given-back = Given back: { $back }
unit-paid-free = For nothing, { $age } ago, on { DATETIME($at, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
unit-about-free = { $plan } for { $person }, for nothing, { $age } ago
next-back-free = given up by itself on { DATETIME($at, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
unit-button-end = End it
unit-button-history = History
unit-history-title = History of key
unit-history-what = The newest steps, times in UTC:
unit-history-none = Nothing has been tried yet.
unit-history-line = { DATETIME($at, month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: 0) } { $step }: { $result }
unit-history-qa = Examined: { $notes }
unit-end-sure-title = Give this key up?
unit-end-sure-free = Nothing was paid for it, so no money moves. { $person } is told; a free trial can be had again.
unit-ended = It is over, and its customer is told.

# Maintenance
command-maintenance = close the shop for a while
menu-maintenance = 🛠 Maintenance
maintenance-title = Maintenance
maintenance-is-off = 🟢 The shop is open.
maintenance-is-on = 🛠 Maintenance since { DATETIME($at, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC: nothing is sold, paid orders wait.
maintenance-words = Customers also read: { $words }
maintenance-no-words = Customers read the shop's own words only.
maintenance-waiting = { $count ->
    [one] 1 paid key is not delivered yet.
   *[other] { $count } paid keys are not delivered yet.
}
maintenance-usage = /maintenance on <words> closes the shop at once, with a line of your own for customers; /maintenance off opens it.
maintenance-button-on = Close the shop
maintenance-button-off = Open the shop
maintenance-sure-title = Close the shop?
maintenance-sure = Customers cannot buy or pay until you open it again. Their accesses work on; keys that are paid already wait and are made as soon as you open. The staff can buy to test.
maintenance-unknown = I do not know “{ $word }”. /maintenance on <words for customers> closes the shop, /maintenance off opens it. Nothing was changed.
maintenance-turned-on = The shop is closed.
maintenance-turned-off = The shop is open. What waited is being made.
audit-act-shop-doctor = shop mended by /doctor
audit-act-shop-lifecycle = accesses gone through by /lifecycle
audit-act-server-check = connection tested, and the sale changed
audit-field-mended = mended
audit-field-left = left
audit-field-operation = what was done
audit-field-done = done
audit-act-shop-maintenance = shop closed or opened
audit-field-maintenance = maintenance
audit-field-words = words for customers
audit-field-policy = changes on the panel

# The staff and what it does
command-approvals = paid orders that wait for a yes
command-customers = find customers, write to them
command-staff = who may do what
command-audit = who did what
role-customer = none

orders-title-all = Newest orders
orders-title-unpaid = Orders that wait for payment
orders-title-waiting = Paid orders that wait for delivery
orders-title-held = Paid orders that wait for a yes
orders-title-failed = Orders with a key that failed
orders-title-refunded = Refunded orders
orders-title-customer = Orders of this customer
orders-none-here = There is none just now.
orders-button-all = All
orders-button-unpaid = Unpaid
orders-button-waiting = In delivery
orders-button-held = To approve
orders-button-failed = Failed
orders-button-refunded = Refunded
orders-button-money = 💰 Money
order-status-held = 🟡 paid, waits for a yes of the shop
order-button-approve = Approve
order-button-open = Open order
order-button-cancel = Cancel order
order-button-cancel-yes = Yes, cancel it
order-button-customer = Customer
order-approved = Approved. The delivery begins.
order-cancelled-for-customer = The order is cancelled, and its customer is told.
order-cancel-sure-title = Cancel this unpaid order?
order-cancel-sure = { $plan } for { $person }. Its seats are free at once, the invoice is refused from then on, and the customer is told that nothing was charged.
refusal-question-old = You were asked more than a minute ago. Go back, look again, and press once more.
refusal-nothing-to-approve = This order waits for no yes any more: somebody approved or refunded it.

unit-error-not-sent = the panel did not answer
unit-error-unknown = the panel did not finish its answer
unit-error-session = the panel ended our session
unit-error-busy = the panel was busy
unit-error-conflict = the panel holds this name with other credentials
unit-error-permanent = the panel refused the request
unit-error-poisoned = something stored on the panel makes it refuse every change
unit-error-auth = the panel does not accept our login
unit-error-tls = the panel's certificate is not trusted
unit-error-forbidden-address = the panel's address may not be used
unit-error-unsupported = this panel cannot be driven
unit-error-qa = what the panel holds is not what was sold
unit-error-refunded = it was given up

money-title = Money that needs a decision
money-none = There is none: every charge has its order, and every refund went through.
money-charge = { $no }. A charge of { $stars } ⭐ from person { $payer } belongs to no order ({ $charge }).
money-refund = { $no }. A refund of { $stars } ⭐ to person { $payer } failed for good.
money-button-refund = Refund no. { $no }
money-button-retry = Retry the refund
money-button-retry-no = Retry no. { $no }
money-retried = Telegram is asked once more.
money-button-credit = To the balance
money-button-credit-no = To the balance, no. { $no }
money-credit-sure-title = To the balance instead?
money-credit-sure = Telegram does not give these { $stars } ⭐ back. What they were worth, { $amount }, goes to the balance of person { $payer } in the shop, who is told; the Stars stay with the shop. Where Telegram did not answer, press Retry first: it may have given them back, and then they must not be given twice.
money-credit-sure-order = What was refunded with order { $order } and still stands on a panel is deleted. This cannot be undone.
money-credit-sure-end = This cannot be undone.
charge-sure-title = Give this charge back?
charge-sure = { $stars } ⭐ go back to person { $payer } (charge { $charge }). This cannot be undone.
charge-received = It came on { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC.
refusal-charge-not-open = This charge is settled or on its way back already.
refusal-refund-not-failed = This refund is done, or on its way already.
refusal-refund-payer-unknown = This person has never pressed Start here, so there is no balance. Nothing has moved.

staff-title = Staff
staff-intro = Owners stand in the shop's configuration; the other roles are given here.
staff-line = { $person }: { $role }
staff-not-met = not started yet
staff-button-add = Add a person
staff-button-role = Make { $role }
staff-button-remove = Take the role away
staff-button-yes = Yes, give it
staff-button-remove-yes = Yes, take it away
staff-role = Role: { $role }
staff-may-viewer = A viewer sees servers, plans, orders and customers, and changes nothing.
staff-may-support = Support also retries orders, writes to customers, switches their access off and on, and hears of keys that failed.
staff-may-admin = An admin does everything but give roles, and hears of money and servers.
staff-sure-title = Change this role?
staff-sure = { $person }: { $before } → { $role }. The person is told.
staff-sure-remove = { $person } loses the role “{ $before }” and is a customer like all others. The person is told.
staff-changed = Done. The person is told.
staff-ask = Who is it? Send the Telegram id or the @username of somebody who has pressed Start in this bot.
refusal-owner-stays = This is an owner. Owners stand in the shop's configuration and are not changed here.
refusal-person-unknown = The shop does not know this person. They have to press Start in this bot first.
refusal-person-ambiguous = Two people had this username. Send the Telegram id instead.
refusal-role-same = This person has this role already.

customers-title = Newest customers
customers-found = Customers for “{ $query }”
customers-none = Nobody was found. Search by id, @username, part of the name, order number or the name of an access on the panel.
customers-more = There are more. Search for something longer.
customers-button-find = 🔍 Search
customers-button-all = All customers
customers-ask = Whom do you look for? Send an id, an @username, part of a name, an order number or the name of an access on the panel.
customer-mark-suspended = ⏸ suspended
customer-mark-blocked = 🔕 has blocked the bot
customer-since = Here since { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC, language: { $language }
customer-sums = { $count ->
    [one] { $count } order, { $stars } ⭐ paid
   *[other] { $count } orders, { $stars } ⭐ paid
}
customer-accesses = { $count ->
    [0] No access yet
    [one] { $count } access
   *[other] { $count } accesses
}
customer-is-suspended = ⏸ Suspended since { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
customer-has-blocked = 🔕 Has blocked the bot: messages do not arrive.
customer-button-orders = Orders
customer-button-accesses = Accesses
customer-button-message = Message
customer-button-suspend = Suspend
customer-button-unsuspend = Unsuspend
customer-suspend-sure-title = Suspend { $person }?
customer-suspend-sure = Nothing can be bought any more, and an open invoice is refused.
customer-suspend-sure-none = No access is running.
customer-suspend-sure-keys = { $count ->
    [one] { $count } running access is switched off on its panel; its time goes on.
   *[other] { $count } running accesses are switched off on their panels; their time goes on.
}
customer-suspend-sure-told = The customer is told. Unsuspend takes everything back.
customer-done-suspend = { $count ->
    [one] Suspended. { $count } access is switched off.
   *[other] Suspended. { $count } accesses are switched off.
}
customer-done-unsuspend = { $count ->
    [one] Open again. { $count } access is switched on.
   *[other] Open again. { $count } accesses are switched on.
}
customer-accesses-title = Accesses of { $person }
customer-no-accesses = There is none yet.
customer-access-line = { $status } { $plan }, { $server }: { $email }

client-reason = Why: { $reason }
client-reason-expired = its time is over
client-reason-traffic = its traffic is used up
client-reason-admin = the staff switched it off
client-reason-payment = its money goes back
client-reason-customer = its customer wanted it
client-online = In use right now
client-never-seen = Never used so far
client-last-seen = Last used: { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
client-pending-enabled = ⏳ The panel has not taken its newest time and settings yet. Next try: { DATETIME($at, hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
client-pending-disabled = ⏳ The panel has not switched it off yet. Next try: { DATETIME($at, hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
client-pending-deleted = ⏳ The panel has not deleted it yet. Next try: { DATETIME($at, hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
client-pending-error = { $count ->
    [one] Tried once in vain: { $error }
   *[other] Tried { $count } times in vain: { $error }
}
client-until = Valid until: { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
client-customer-suspended = Its customer is suspended; unsuspending switches on what that switched off.
client-order = Order:
client-button-suspend = Switch off
client-button-resume = Switch on
client-button-extend = +{ $days } days
client-button-renew = Renew for free
client-button-refund = Refund its order
client-sure-which = { $plan }, { $email }
client-sure-suspend-title = Switch this access off?
client-sure-suspend = It stops working on its panel at once; its time goes on and its place is kept. The customer is told.
client-sure-extend-title = Give { $days } days?
client-sure-extend = The access ends { $days } days later. Nothing is charged, and the customer is told.
client-sure-renew-title = Renew this access for free?
client-sure-renew = It gets one more period as it was sold: its days and its traffic anew. What had ended by itself is on again; what somebody switched off stays off. Nothing is charged, and the customer is told.
client-done-suspend = Switched off.
client-done-resume = Switched on.
client-done-extend = The days are given.
client-done-renew = Renewed.

message-ask = What shall { $person } read? Send one message of text, up to 3000 characters.
message-preview = { $person } will read this. Nothing is sent before you press Send.
message-text = { $text }
message-button-send = Send
message-sent = ✅ Your message to { $person } is on its way.
input-letter-empty = ❌ There is nothing to read in it. Send some text.
input-letter-long = ❌ That is more than 3000 characters. Send less.
input-query-empty = ❌ Send an id, a name or a number.
input-query-long = ❌ That is too long. Send at most 64 characters.

audit-title = Who did what
audit-title-of = Who did what: { $of }
audit-none = Nothing was done yet.
audit-line = { $actor }: { $act }, { $target }
audit-actor = person { $id }
audit-when = No. { $entry } · { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
audit-change = • { $field }: { $from } → { $to }
audit-new = • { $field }: { $to }
audit-yes = yes
audit-no = no
audit-button-entry = No. { $entry }
audit-button-all = Everything, newest first
audit-button-undo = Undo
audit-entry-title = Entry no. { $entry }
audit-undoes = This took entry no. { $entry } back.
audit-undo-sure-title = Undo this?
audit-undo-sure = Things become as they were before it. That is written down too.
audit-undone = Taken back.
refusal-not-undoable = This cannot be taken back here.
refusal-changed-since = Things have changed since then. Look again.
audit-act-server-add = server added
audit-act-plan-create = plan created
audit-act-plan-on-sale = plan shown or hidden
audit-act-order-refund = order refunded
audit-act-order-retry = order tried again
audit-act-order-approve = order approved
audit-act-order-move = key moved to another server
audit-act-order-cancel = unpaid order cancelled
audit-act-charge-refund = charge given back
audit-act-refund-retry = refund asked for again
audit-act-refund-credit = refund given to the balance instead
audit-act-staff-role = role changed
audit-act-customer-suspend = customer suspended
audit-act-customer-unsuspend = customer unsuspended
audit-act-customer-message = message to a customer
audit-act-client-suspend = access switched off
audit-act-client-resume = access switched on
audit-act-client-extend = days given
audit-act-client-renew = access renewed for free
audit-field-onSale = on sale
audit-field-name = name
audit-field-status = status
audit-field-stars = Stars
audit-field-units = keys
audit-field-role = role
audit-field-suspended = suspended
audit-field-accesses = accesses
audit-field-text = text
audit-field-reason = reason
audit-field-expiresAt = ends
audit-field-heldSince = waited since
audit-field-priceMinor = price
audit-field-attempts = tries

# Balances, as the staff sees them
alert-given-back-not-delivered = 🔴 Order { $orderId } ({ $plan }, { $person }) was not delivered in time, so the shop gave back { $units } of { $of }: { $back }.
    Look after the cause before more orders wait for it.
alert-given-back-customer = 🟠 { $person } did not want to wait longer for order { $orderId } ({ $plan }): { $units } of { $of } given back, { $back }.
alert-given-back-free = 🔴 Order { $orderId } ({ $plan }, { $person }), which cost nothing, was not delivered in time, so the shop has ended it.
    Look after the cause before more orders wait for it.
back-stars = { $stars } ⭐
back-balance = { $amount } (to the balance in the shop)
back-both = { $stars } ⭐ and { $amount } (to the balance in the shop)
customer-balance = 👛 Balance in the shop: { $amount }
order-from-balance = 👛 { $amount } paid from the balance
order-credit = 👛 { $amount } given back to the balance
refund-button-yes-balance = Refund it
order-credit-due = 👛 { $amount } go back to the balance
audit-act-order-give-back = what was not delivered given back
audit-field-creditedMinor = to the balance

# Acts on servers, inbounds and plans in the audit
refusal-undo-below-taken = More is sold by now than there was room for before. Nothing was changed.
refusal-undo-too-many-stars = With what it was before, the price would be more Stars than Telegram takes. Nothing was changed.
audit-act-server-edit = server changed
audit-act-server-login = new login of a panel
audit-act-server-sync = server synced
audit-act-server-alerts = alerts of a server changed
audit-act-server-mute = server muted or heard again
audit-act-server-delete = server deleted
audit-act-inbound-edit = inbound changed
audit-act-inbound-default = default inbound chosen
audit-act-plan-edit = plan changed
audit-act-plan-price = price changed
audit-act-plan-move = plan moved in the list
audit-act-plan-clone = plan copied
audit-act-plan-preferred = preferred inbound chosen
audit-act-plan-pool = further servers changed
audit-act-plan-delete = plan deleted
audit-act-plan-settings = settings of a plan changed
audit-act-template-settings = template of an inbound changed
audit-act-rules-settings = rules of an inbound changed
audit-act-support-answer = answer to a customer
audit-field-usedBytes = used
audit-field-url = address of the panel
audit-field-kind = kind of login
audit-field-inbounds = inbounds
audit-field-plans = plans
audit-field-servers = further servers
audit-field-clients = keys seen
audit-field-publicHost = public host
audit-field-country = country
audit-field-autoProvisioning = for sale
audit-field-maxClientsPerInbound = default capacity
audit-field-created = new
audit-field-changed = changed
audit-field-missing = missing
audit-field-ms = milliseconds
audit-field-inbound = inbound
audit-field-capacity = capacity
audit-field-trafficLimit = traffic limit
audit-field-provisioningEnabled = for sale
audit-field-default = default inbound
audit-field-description = description
audit-field-category = category
audit-field-durationDays = days
audit-field-setupFee = set-up fee
audit-field-dataLimitGb = traffic in GB
audit-field-concurrentConnections = devices
audit-field-maxClients = seats
audit-act-client-auto-renew = auto-renewal switched
audit-act-client-subscription = subscription ended or allowed again
audit-field-subscription = subscription
audit-field-autoRenew = auto-renewal
audit-field-renewalRule = rest at a renewal
audit-field-renewable = renewable
audit-field-autoProvision = delivered by itself
audit-field-minor = price
audit-field-version = version of the price
audit-field-told = customers told
audit-field-place = place in the list
audit-field-of = copy of plan
audit-field-settings = settings
audit-field-question = message of the customer
audit-field-answer = answer

# /servers
servers-empty = There is no server yet. /addserver adds one.
server-health-healthy = 🟢 healthy
server-health-warning = 🟡 slow, on sale
server-health-critical = 🔴 out of sale
server-health-offline = ⚫ offline, out of sale
server-reason = Why: { $reason }
server-panel = Panel: 3x-ui { $version }, API generation “{ $generation }”
server-host = Customers connect to: { $host }
server-seen = Last answer: { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
server-never-seen = Last answer: never
server-no-inbounds = No inbounds.
server-inbound = { $listener } { $remark }: { $status }, { $clients }/{ $capacity } clients
server-inbound-why = ↳ { $reason }
inbound-status-active = 🟢 active
inbound-status-full = 🟡 full
inbound-status-maintenance = 🟠 maintenance
inbound-status-inactive = ⚪ not for sale
inbound-status-error = 🔴 error

# /plans
plans-admin-title = Plans
plans-admin-empty = There is no plan yet. /newplan creates one.
plan-admin-offer = { $term }, { $traffic }, { $price } ({ $stars } ⭐), { $server }
plan-admin-sales = { $clients }/{ $seats } sold, { $state }
plan-state-hidden = ⚪ hidden
plan-state-on-sale = 🟢 on sale
plan-state-inactive = ⚪ switched off
plan-state-not-on-sale = ⚪ hidden
plan-state-out-of-stock = 🟡 sold out: every seat of the plan is taken
plan-state-no-capacity = 🟡 sold out: no inbound of its server has a free seat
plan-state-server-down = 🔴 cannot be bought: its server is out of sale
plan-state-server-unhealthy = 🔴 cannot be bought: its server does not work as it should
plan-state-provisioning-off = ⚪ cannot be bought: its server is paused
plan-button-hide = Hide
plan-button-show = Show
plan-hidden = { $name } is hidden.
plan-shown = { $name } is on sale.

# /stats
command-stats = the shop in figures
menu-stats = 📊 Figures
stats-title = 📊 The shop in figures
stats-total = { $count ->
    [one] { $count } access
   *[other] { $count } accesses
}
stats-states = 🟢 { $active } active, ⏸ { $suspended } suspended, ⌛ { $expired } expired
stats-soon = Ending within 7 days: { $count }
stats-over = Traffic used up: { $count }
stats-auto = Renewed automatically: { $count }
stats-gone = Gone for good: { $count }
stats-span = { $count ->
    [one] Last { $count } day
   *[other] Last { $count } days
}
stats-began = Accesses begun: { $started }, ended: { $ended }
stats-traffic = Traffic: { $gb } GB
stats-orders = Paid orders: { $count }
stats-renewals = Renewals: { $count }, of these by themselves: { $automatic }
stats-stars = Stars received: { $stars } ⭐
stats-stars-back = of these given back: { $stars } ⭐
stats-quick = Keys ready within 2 minutes: { $share }
stats-button-span = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
stats-button-servers = 🖥 { $count ->
    [one] { $count } server
   *[other] { $count } servers
}
stats-servers-title = What the servers carry
stats-servers-what = Counted with every look at a panel. The traffic is all that their clients ever used, those that are gone included.
stats-servers-none = There is no server yet: /addserver
stats-server = { $clients ->
    [one] { $clients } access
   *[other] { $clients } accesses
}, { $active } active, { $gb } GB
stats-chart-accesses = Accesses per day
stats-chart-traffic = Traffic per day
stats-chart-started = Begun
stats-chart-renewed = Renewed
stats-chart-ended = Ended

# Menu of the staff
menu-servers = 🖥 Servers
menu-inbounds = 🔌 Inbounds
menu-plans = 🏷 Plans
menu-orders = 📦 Orders
menu-addserver = ➕ Server
menu-newplan = ➕ Plan
menu-approvals = ✋ Approvals
menu-customers = 👥 Customers
menu-settings = ⚙️ Settings
menu-audit = 📜 Who did what
menu-staff = 🔑 Staff

# Cards of servers
servers-title = Servers
servers-line = { $state }, { $load }
server-paused = ⏸ paused: nothing is sold here
server-since = Since: { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
server-speed = Last day: { $ms } ms, { $percent } % of the looks answered
server-button-sync = Sync now
server-syncing = ⏳ Reading all that the panel tells …
server-synced = ✅ Synced in { $ms } ms. Inbounds: { $created } new, { $changed } changed, { $missing } missing. Keys seen: { $clients }.
server-load = Seats: { $load }
server-clients = Keys: { $active } active of { $total }
server-default = Seats of an inbound without its own: { $seats }
server-button-inbounds = Inbounds
server-button-test = Test connection
server-button-pause = Pause
server-button-resume = Resume
server-button-name = Rename
server-button-country = Country
server-button-host = Public host
server-button-seats = Default capacity
server-button-login = New login
server-button-delete = Delete
server-button-delete-yes = Delete for good
server-testing = ⏳ Connecting to the panel …
server-tested = ✅ The panel answers after { $ms } ms, and its core runs.
server-tested-core = ⚠️ The panel answers after { $ms } ms, but its core does not run.
server-now-paused = Paused: nothing more is sold here. Keys go on working.
server-resumed = Resumed: this server sells again.
server-deleted = { $name } is deleted.
server-delete-sure = Delete { $name }?
server-delete-what = The shop forgets the login of its panel and sells nothing there any more. On the panel nothing changes. This cannot be undone; the panel can be added anew.
server-delete-plans = { $count ->
    [one] { $count } plan on it ends with it.
   *[other] { $count } plans on it end with it.
}
server-delete-not = { $name } cannot be deleted yet
server-delete-clients = • { $count ->
    [one] { $count } key on it still runs, or can still be renewed.
   *[other] { $count } keys on it still run, or can still be renewed.
}
server-delete-orders = • { $count ->
    [one] { $count } order on it is open.
   *[other] { $count } orders on it are open.
}
server-delete-leftovers = • { $count ->
    [one] { $count } abandoned client has still to be removed from its panel.
   *[other] { $count } abandoned clients have still to be removed from its panel.
}
server-delete-mend = Pause it, so that nothing new is sold here; refund what has to end early in /orders.

# Cards of servers: the door of the last key, tried from this machine
server-probe-open = Last key, reached from here: yes ({ DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC)
server-probe-refused = 🟠 Last key, reached from here: nobody listens at its port ({ DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC)
server-probe-silent = 🟠 Last key, reached from here: no answer ({ DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC)
server-probe-no-tls = 🟠 Last key, reached from here: the port answers without TLS ({ DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC)
server-probe-unknown-host = 🟠 Last key, reached from here: the name of its host is not known ({ DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC)
server-probe-unreachable = 🟠 Last key, reached from here: no way there ({ DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC)
server-probe-forbidden = Last key, reached from here: not tried, its address is private ({ DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC)

# How a server's keys went, day by day
server-button-days = Last 7 days
server-button-alerts = Alerts
alerts-title = Alerts of { $server }
alerts-marks = Seats: a warning at { $warning } %, critical at { $critical } %.
alerts-on = 🔔 Every alert is told.
alerts-muted = 🔕 Muted until { DATETIME($until, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
alerts-held =
    { $count ->
        [one] One alert is kept back.
       *[other] { $count } alerts are kept back.
    }
alerts-what = Muting is for work on the server: nothing of its panel, inbounds and seats is told. What customers wait for and what concerns money is told all the same.
alerts-button-marks = When it is full
alerts-button-mute =
    { $count ->
        [one] 🔕 1 hour
       *[other] 🔕 { $count } hours
    }
alerts-button-unmute = 🔔 Tell again
alerts-unmuted-held = 🔔 Told again. Alerts kept back meanwhile: { $count }.
edit-server-alerts = At how many per cent of its seats do you want to hear of { $name }? Two numbers: a warning, and critical. For example: 75 90. Now: { $now }
input-fullness-form = ❌ Those are no two per cents. Send two whole numbers from 1 to 100, the lower one first, for example 75 90.
server-days-title = Last 7 days on { $server }
server-days-what = Days in UTC. The time is that from the first write to the panel to the tested key: for half of them, and for 95 %.
server-days-none = Nothing was sold here in this time.
server-days-line = { DATETIME($date, month: "short", day: "numeric", timeZone: "UTC") }: { $ready } { $ready ->
        [one] key
       *[other] keys
    } made, { $rate }
server-days-times = ⏱ { $median } s, { $p95 } s
server-days-failed = 🔴 { $count } given up or given back
server-days-open = ⏳ { $count } still to be made

# Cards of inbounds
inbounds-choose = Inbounds of which server?
inbounds-title = Inbounds of { $server }
inbound-on = { $server }, { $transport }
inbound-for-sale = 🛒 for sale
inbound-closed-status = 🚫 not for sale: see its status
inbound-closed-stopped = 🚫 not for sale: stopped by an admin
inbound-closed-server = 🚫 not for sale: its server is paused or out of sale
inbound-closed-traffic = 🚫 not for sale: its traffic is used up
inbound-closed-full = 🚫 not for sale: every seat is taken
inbound-load = Seats: { $load }
inbound-server-seats = It has no seats of its own: the server's default applies.
inbound-traffic = Traffic: { $used } GB used, no limit
inbound-traffic-of = Traffic: { $used } of { $limit } GB used
inbound-is-default = ★ The default: it comes first among equally empty ones.
inbound-button-capacity = Capacity
inbound-button-traffic = Traffic limit
inbound-button-stop = Stop selling
inbound-button-sell = Sell
inbound-button-default = Make default
inbound-now-default = This inbound is the default now.
inbound-now-sold = It is for sale again.
inbound-now-stopped = Nothing more is sold on it. Keys go on working.

# What is peculiar to a kind of inbound
inbound-warning-needs-core-restart = ⚠️ shadowsocks 2022 on panels up to 3.4: each new key works only after the core restarts (up to 35 seconds), and every restart cuts all customers of the server for a moment.
inbound-warning-first-needs-restart = ℹ️ shadowsocks 2022: if the inbound was created empty, its first key works only after the core restarts.
inbound-warning-not-counted = ⚠️ hysteria2: the core of this panel may not count its traffic, so data limits may not hold. The end date holds.
# Inbounds of customers' own
server-button-own = Own inbounds
server-button-own-ports = Ports
server-button-own-name = Site name
own-title = Own inbounds on { $server }
own-what = For plans that promise the customer an inbound of their own: the shop makes it when it is paid (VLESS, REALITY, fresh keys) and removes it when the access ends.
own-ports = Ports: { $ports }. Open them on the server's firewall.
own-poses = Poses as: { $name }
own-no-plan = No plan here is sold in this way yet: switch one over on its card in /plans.
plan-admin-own = 🔒 Each key gets an inbound of its own.
plan-button-own = Own inbound
plan-button-shared = Shared inbound
plan-now-own = From now on each new key gets an inbound of its own. Keys that were sold stay where they are.
plan-now-shared = New keys go to shared inbounds again. Keys that were sold stay where they are.
edit-server-own-ports = Between which ports may inbounds of customers' own listen on { $name }? For example: 30000-39999. Now: { $now }
edit-server-own-name = As which site do inbounds of customers' own on { $name } pose? It needs TLS 1.3 and HTTP/2 and must be reachable from the server, for example www.microsoft.com. Now: { $now }
    It holds for inbounds that are made from now on.
input-ports-form = ❌ Those are no two ports. Send the first and the last with a hyphen, for example 30000-39999.
input-ports-range = ❌ Ports go from 1024 to 65535, the lower one first.
input-site-name-form = ❌ That is not the name of a site. Send a name with a dot and without https://, for example www.microsoft.com.
audit-field-type = kind
audit-field-ownPorts = ports of own inbounds
audit-field-ownServerName = site name of own inbounds
audit-field-fullness = per cents of alerts
audit-field-mutedUntil = muted until

# /doctor
command-doctor = check the whole shop
doctor-begun = 🩺 Looking at the whole shop …
doctor-progress = 🩺 { $done } of { $of }, now: { $sweep } …
doctor-well = ✅ All is well
doctor-looked-at = Looked at: { $sweeps }.
doctor-ill = 🩺 Something is wrong
doctor-left = 🟠 Something is left that only a person can decide
doctor-line = { $sweep }: found { $found }, mended { $fixed }, left { $failed }
doctor-button-fix = 🛠 Mend
doctor-sure = Mend what was found?
doctor-sure-what = Lost orders are written down again, missing keys made anew, late work done. The books and anything doubtful stay as they are.
doctor-button-yes = 🛠 Yes, mend
button-put-back = ↩️ Put all back
button-edits-ours = Let the shop mend it
button-orphans-remove = 🗑 Delete there
put-back-done = { $count ->
    [one] { $count } client is being put back.
   *[other] { $count } clients are being put back.
 }
edits-ours = From now on the shop puts right what is changed on this panel.
edits-report = From now on changes on this panel are only reported.
orphans-removed = { $count ->
    [one] { $count } client is being deleted.
   *[other] { $count } clients are being deleted.
 }
server-button-drift = Differences
drift-title = The panel of { $server } and the shop
drift-edits-ours = What somebody changes on the panel is put right by itself.
drift-edits-report = What somebody changes on the panel is only reported.
drift-missing = 🔴 Gone from the panel and waiting for your word: { $count }
drift-orphans = Clients that bear the shop’s name and belong to no order: { $count }
drift-orphan = • { $name }, since { DATETIME($at, day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
drift-young = There for less than a day, so not to be deleted yet: { $count }
drift-none = Nothing else differs. Panels are compared every 10 minutes; /doctor looks now.
drift-button-ours = Put changes right
drift-button-report = Only report changes
orphans-sure = { $count ->
    [one] Delete this client from the panel of { $server }?
   *[other] Delete these { $count } clients from the panel of { $server }?
 }
orphans-sure-what = Their keys stop working for good. After a restore of the shop’s database they may be paid orders that it has lost: then have /doctor mend first.
audit-act-server-put-back = missing clients put back
audit-act-server-edits = changes on a panel treated otherwise
audit-act-server-remove-orphans = unknown clients deleted
sweep-provider-ledger = Telegram’s list of payments
sweep-payments-open = payments without an answer
sweep-holds = reservations past their time
sweep-paid-undelivered = paid and not delivered
sweep-due-work = work that waits
sweep-unknown-outcomes = second looks
sweep-panel-drift = panels against what was sold
sweep-tombstones = keys to remove
sweep-dedicated-inbounds = inbounds of one customer
sweep-deleted-servers = access on deleted servers
sweep-expiry-traffic = access past its end
sweep-stale-updates = messages nobody took up
sweep-seats-of-dead-orders = seats of orders that are over
sweep-capacity = counted seats
sweep-ledger = the ledger
sweep-promises = the shop’s promises
sweep-history = old news

# Neighbours on a panel
server-cuts-neighbours = ⚠️ This panel cuts off every customer of the server whenever anybody's access runs out. The shop switches its own off in time; other people's clients on the panel still cause it.
server-button-neighbours = Leave neighbours in peace
server-neighbours-left = ✅ The panel's setting is switched off: an access that runs out disturbs nobody else.
server-neighbours-auth = ❌ An API token does not open the settings of this panel. Give the shop user and password ([New login]), or switch it off on the panel: Panel Settings, "Restart Xray when a client is disabled".
audit-act-server-neighbours = neighbours left in peace
audit-field-restartsCore = core restarts when a client runs out

# Clients that are not the shop's
server-strangers = Clients on its panel that are not the shop's: { $count }
server-button-strangers = Clients not ours
strangers-title = Not the shop's on { $server }: { $count }
strangers-what = These clients stand on the panel and the shop did not make them. Choose one to give it to a customer.
strangers-none = Every client on this panel is the shop's.
strangers-line = { $name } · { $inbound } · { $used } GB used
stranger-name = 👤 { $name }
stranger-place = { $server }, { $inbound }
stranger-on = 🟢 on
stranger-off = ⏸ switched off on the panel
stranger-not-started = Its time begins with the first use
stranger-devices = { $count ->
    [one] { $count } device at a time
   *[other] { $count } devices at a time
}
stranger-seats = Seats left on its inbound: { $left }
stranger-seats-free = Its inbound has room without limit
stranger-untouched = Binding changes nothing on the panel: same key, same end, same traffic.
stranger-button-bind = Bind to a customer
command-bind = give a client of a panel to a customer
bind-usage = Say whom and what: /bind <link, uuid or name on the panel> <id or @name>. All clients that are not the shop's: /servers, the server, [Clients not ours].
bind-ask-person = Whose is it? Send the Telegram id or the @name; the person must have pressed Start here.
bind-sure = Bind this client to { $person } ({ $id })?
bind-sure-what = It takes a seat on its inbound. Nothing is charged, nothing changes on the panel, and the customer is told. It can be taken back on the access' card.
bind-button-yes = Bind
bind-done = ✅ Bound. The customer is told and finds it under My access.
refusal-stranger-not-found = ❌ No such client: it is gone from its panel, is the shop's already, or its panel does not answer.
refusal-client-known = ❌ Not bound: a client of the shop already has this name, uuid or subscription id. Somebody may have been faster; else give it its own on the panel.
refusal-inbound-full = ❌ Not bound: its inbound has no seat left. Give the inbound more seats and try again.
refusal-client-out-of-reach = ❌ Not bound: its name (on panels up to 3.0 also its uuid or password) holds a slash, so its panel would not let the shop change it. Rename it on the panel.
refusal-client-no-link = ❌ Not bound: the panel gives no link that opens this client. Check its inbound and its subscription id on the panel.
refusal-client-not-started = ❌ Not bound: its time begins with the first use, so its end is not known yet. Try again after it was used.
refusal-not-imported = This access was sold by the shop, or is unbound already.
client-imported = 📥 Bound: it stood on the panel before, nobody paid for it
client-button-unbind = Unbind
client-sure-unbind-title = Unbind this access?
client-sure-unbind = It leaves the customer's list and frees its seat. The client stays on its panel as it is, and its key goes on working.
client-done-unbind = Unbound. The panel was not touched.
audit-act-client-bind = client of a panel bound
audit-act-client-unbind = client of a panel unbound
audit-field-person = customer

# Giving access by hand
command-grant = give a customer access for nothing
grant-button = Give access
grant-usage = Choose a customer, or say whom and what: /grant <id or @name> <plan>. Whoever is not here has to press Start in this bot first.
grant-whom = Give access to whom?
grant-title = Give access to { $person }
grant-choose = Which plan? Nothing is charged.
grant-no-plans = No plan is on sale. /plans shows all plans; put one on sale first.
grant-plan-button = { $plan } · { $server }
grant-plan-button-off = { $plan } · { $server } · { $state }
grant-plan-unknown = No plan on sale has this name. Choose one:
grant-plan-ambiguous = Several plans have this name. Choose one:
grant-sure = Give this access to { $person }?
grant-plan = Plan: { $plan } ({ $term }, { $traffic })
grant-server = Server: { $server }
grant-seats = Seats left: { $left }
grant-seats-free = Seats left: without limit
grant-what = It takes a seat and is delivered like a sale. Nothing is charged, and there is nothing to refund. The customer is told and gets the key.
grant-button-yes = Give
grant-done = ✅ Given. The customer is told, and the key comes as after a payment.
grant-undo = A gift cannot be called back while it is being made. Once it is delivered, switch it off on the access' card.
order-plan-trial = { $quantity } × { $plan }, 🎁 free trial
order-plan-free = { $quantity } × { $plan }, 🎁 given by the staff
refusal-grant-person-suspended = Not given: this customer is suspended. Unsuspend first.
refusal-grant-plan-off = Not given: this plan is not on sale. Put it on sale in /plans, or choose another one.
refusal-grant-no-seat = Not given: no seat is left. Give the plan or its inbound more seats.
refusal-grant-server-away = Not given: no server of this plan is in sale now. /servers tells why.
refusal-grant-customer-limit = Not given: this customer has as many accesses as the rules of the inbound allow.
audit-act-order-grant = access given for nothing
audit-field-plan = plan

# Cards of plans
plan-admin-fee = Set-up fee: { $fee }, once per new key
plan-admin-any-devices = any number of devices
plan-admin-load = Sold: { $load }
plan-admin-place = Place in the list: { $place } of { $count }
plan-admin-category = Category: { $category }
plan-admin-auto = Paid orders are delivered by themselves.
plan-admin-by-hand = ✋ Paid orders wait for an admin's approval.
plan-admin-renewable-keep = Can be renewed; what is left is added.
plan-admin-renewable-drop = Can be renewed; what is left is dropped, the new period begins at once.
plan-button-keep = Rest: add
plan-button-drop = Rest: drop
plan-now-keep = At a renewal the days and the traffic that are left are added.
plan-now-drop = At a renewal what is left is dropped, and the new period begins at once.
plan-admin-once = Cannot be renewed.
plan-admin-preferred = Preferred inbound: { $inbound }
plan-admin-no-preference = Preferred inbound: none, the emptiest comes first
plan-admin-pool = Further servers: { $servers }
plan-button-price = Price
plan-button-fee = Set-up fee
plan-button-name = Name
plan-button-description = Description
plan-button-category = Category
plan-button-days = Days
plan-button-traffic = Traffic
plan-button-devices = Devices
plan-button-seats = Seats
plan-button-by-hand = Approve by hand
plan-button-auto = Deliver by itself
plan-button-once = Not renewable
plan-button-renewable = Renewable
plan-button-up = ▲ Up
plan-button-down = ▼ Down
plan-button-preferred = Preferred inbound
plan-button-pool = Further servers
plan-button-clone = Clone
plan-button-delete = Delete
plan-button-delete-yes = Delete for good
plan-button-no-preference = No preference
plan-button-pool-first = ▲ { $name }
plan-button-pool-remove = ✖ { $name }
plan-button-pool-add = ➕ { $name }
plan-copy-name = Copy of { $name }
plan-cloned = A hidden copy, last in the list. Change it, then show it.
plan-deleted = { $name } is deleted.
plan-delete-sure = Delete { $name }?
plan-delete-what = Only a plan that was never sold can be deleted. This cannot be undone.
plan-now-auto = Paid orders are delivered by themselves again.
plan-now-by-hand = Paid orders wait for an admin's approval from now on.
plan-now-renewable = It can be renewed.
plan-now-once = It cannot be renewed any more; keys run on to their end.
plan-now-preferred = Stored. It holds for orders from now on.
plan-preferred-title = Preferred inbound of { $plan }
plan-preferred-what = It is asked first while it has room; then the emptiest inbound of { $server }.
plan-pool-title = Further servers of { $plan }
plan-pool-what = They are asked in this order when { $server } has no room, or does not deliver a paid key within two minutes.
plan-pool-line = { $place }. { $server }
plan-pool-none = There is no other server. /addserver adds one.

# Editing one value
edit-nothing = none
edit-unlimited = unlimited
edit-inherited = none of its own, the server's default: { $seats }
edit-done = ✅ Stored.
edit-server-name = How shall { $name } be called? Customers see the name.
edit-server-country = In which country is { $name }? Send the two letters of its code, for example DE. Now: { $now }
edit-server-host = Which name or address do customers of { $name } connect to? Now: { $now }
    The links of running accesses are read anew after it is stored.
edit-server-seats = How many keys may be sold on each inbound of { $name } that has no seats of its own? Send a whole number. Now: { $now }
edit-inbound-capacity = How many keys may be sold on { $name }? Send a whole number; 0 sells nothing more. Now: { $now }
edit-inbound-traffic = After how many GB is nothing more sold on { $name }? Send a whole number. Now: { $now }
edit-plan-name = How shall { $name } be called?
edit-plan-description = What do customers read about { $name }? Send a sentence or two. Now: { $now }
edit-plan-category = Which category does { $name } belong to? Send a word or two. Now: { $now }
edit-plan-days = How many days does { $name } last? It holds for new orders. Now: { $now }
edit-plan-fee = Which set-up fee does { $name } have, once per new key? For example: 1.50. Now: { $now }
edit-plan-traffic = How many GB are in { $name }? It holds for new orders. Now: { $now }
edit-plan-devices = How many devices may use { $name } at a time? It holds for new orders. Now: { $now }
edit-plan-seats = How many of { $name } may be sold at a time? Send a whole number; 0 = sold out. Now: { $now }
edit-button-no-country = No country
edit-button-no-limit = No limit
edit-button-server-seats = The server's default
edit-button-no-description = No description
edit-button-no-category = No category
edit-button-no-fee = No fee
input-country-form = ❌ That is no country's code. Send two letters of ISO 3166, for example DE, NL or GB.
input-description-empty = ❌ The description is empty. Send a few words.
input-description-long = ❌ The description is too long. Send at most 300 characters.
input-category-empty = ❌ The category is empty. Send a word or two.
input-category-long = ❌ The category is too long. Send at most 24 characters.
input-fee-form = ❌ The set-up fee is not a plain number. Send digits with a dot or comma, without a sign or currency, for example: 1.50
input-fee-decimals = ❌ The set-up fee has more than two decimals. Send for example 1.50
input-fee-high = ❌ The set-up fee is too high. Send less than 10000000.
input-capacity-form = ❌ The seats are not a whole number. Send digits only, for example 100, or press the button.
input-capacity-range = ❌ The seats must be between 0 and 1000000.
refusal-changed-meanwhile = Somebody else changed this meanwhile. Nothing was stored; here is how it stands now.
refusal-below-taken = ❌ { $taken } are sold already, so it cannot be fewer. Send { $taken } or more.
refusal-too-many-stars = ❌ That would be { $stars } ⭐ with the set-up fee; Telegram takes no invoice above 100000.
refusal-inbound-elsewhere = This inbound is not on the plan's own server.
refusal-plan-sold = It was sold, so its orders need it. Hide it instead.
refusal-server-in-use = It cannot be deleted: somebody depends on it.

# How often customers may change the location
plan-button-moves = Location changes
plan-admin-moves = { $count ->
    [one] { $count } change of location in a period
   *[other] { $count } changes of location in a period
}
edit-plan-moves = How often may a customer of { $name } change the location in one period? Send a whole number; 0 = it is not offered. Now: { $now }
input-moves-form = ❌ That is not a whole number. Send digits only, for example 3.
input-moves-range = ❌ The changes must be between 0 and 1000.
audit-field-movesPerPeriod = changes of location
plan-button-packs = Extra traffic
plan-admin-packs = Extra traffic: { $packs }
edit-plan-packs = What extra traffic can customers of { $name } buy? Send sizes and prices, for example 10 GB = 1.50, 50 GB = 5. At most six. Now: { $now }
edit-button-no-packs = Sell none
input-packs-form = ❌ That does not fit. Send it like this: 10 GB = 1.50, 50 GB = 5. Each size once, at most six.
audit-field-trafficPacks = extra traffic

# Free trials of a plan
plan-button-trial = Free trial
plan-admin-trial = { $count ->
    [one] Free trial: { $count } day, once for each person
   *[other] Free trial: { $count } days, once for each person
}
plan-admin-trial-off = { $count ->
    [one] Free trial: { $count } day, not offered while you confirm orders by hand
   *[other] Free trial: { $count } days, not offered while you confirm orders by hand
}
edit-plan-trial = For how many days may everybody try { $name } for free, once? It takes a seat like a sale, costs nothing and ends by itself. Send a whole number below the days of the plan; 0 = no trial. Now: { $now }
edit-button-no-trial = No trial
input-trial-form = ❌ That is not a whole number. Send digits only, for example 3.
input-trial-range = ❌ The days must be between 0 and 3649.
refusal-trial-too-long = ❌ A trial has to be shorter than the plan, which runs { $days } days. Send fewer.
refusal-shorter-than-trial = ❌ The plan has to be longer than its free trial of { $days } days. Send more, or /cancel and shorten the trial first.
audit-field-trialDays = days of the free trial

# How long customers may pause
plan-button-pause = Pause
plan-admin-pause = { $count ->
    [one] { $count } day of pause in a period
   *[other] { $count } days of pause in a period
}
edit-plan-pause = For how many days may a customer of { $name } pause the access in one period? Send a whole number; 0 = it is not offered. Now: { $now }
input-pause-form = ❌ That is not a whole number. Send digits only, for example 14.
input-pause-range = ❌ The days must be between 0 and 365.
audit-field-maxPauseDays = days of pause

# A new login
login-ask = How does the shop enter the panel of { $name } from now on? Send an API token (one word), or user and password with a space between them; where the panel asks for a code at login, the secret of it as a third word (two-factor key, base32).
    Your message is deleted at once. The old login holds until the new one is tested.
login-kept = The old login is kept.
login-done = ✅ The panel lets the shop in with the new login. It is stored.

# The proxy before a panel
server-proxy = The shop reaches the panel through the proxy { $proxy }
server-button-proxy = Proxy
proxy-ask = Through which HTTP proxy does the shop reach the panel of { $name }? Send host:port, or user:password@host:port.
    The proxy must allow CONNECT to the port of the panel. Your message is deleted at once, and nothing changes before the panel was reached that way.
proxy-now = The shop reaches the panel of { $name } through the proxy { $proxy }.
proxy-button-other = Another proxy
proxy-button-none = Without a proxy
proxy-not-through = ❌ The panel was not reached: the proxy does not answer, does not accept this login, or does not let the shop through to the panel. Check its address, user and password, and whether it allows CONNECT to the panel's port.
proxy-kept = Nothing was changed.
proxy-done = ✅ The shop reaches the panel through the proxy. It is stored.
proxy-removed = ✅ The shop reaches the panel without a proxy. That is stored.
addserver-button-proxy = Through a proxy
addserver-proxy = Through which HTTP proxy is the panel reached? Send host:port, or user:password@host:port. Your message is deleted at once.
input-proxy-form = ❌ This is not the address of an HTTP proxy. Send host:port, for example proxy.example.com:3128, or user:password@host:port. SOCKS and https proxies are not supported.
audit-act-server-proxy = another way to a panel
audit-field-proxy = proxy

# A panel that moved: its new address, and the certificate that it is known by
server-panel-at = Panel: { $address }
server-panel-at-pinned = Panel: { $address }, 📌 known by the fingerprint of its certificate
server-button-address = New address
server-button-certificate = New certificate
address-ask = Where is the panel of { $name } now? Send its address as you open it in the browser, with port and path. So far: { $address }
    Your message is deleted at once. The old address holds until the panel was entered at the new one, with the login that is stored.
address-kept = Nothing was changed: the shop goes on with the old address.
address-done = ✅ The panel is here. The new address is stored, and everything that waited for it goes on.
address-links = Mind: customers’ links still lead to { $host }. If that name moved too, set it with the button “Public host”.
address-button-pin = The fingerprint
address-pin = { $host } shows a certificate that the shop does not trust: made by the panel itself, run out, for another name, or not the one with the stored fingerprint.
address-button-sure = It is the same panel
address-other-panel = ❌ This is another panel: it holds none of the clients that were sold on this server ({ $expected }). They would stand still, without renewals and without an end. To sell on that panel, add it with /addserver.
address-unsure = ❓ Nothing tells whether this is the same panel: panels before 3.3 have no name of their own. Clients of this server found there: { $found } of { $expected }.
address-unsure-named = ❓ The panel there calls itself another than before, as after a new installation. Clients of this server found there: { $found } of { $expected }.
address-stake = If it is another one, the shop looks for everything that was sold here on that panel: keys are reported as lost, and made anew there. Confirm only if you moved this panel there yourself.
certificate-ask = The certificate of the panel of { $name } is trusted by who signed it. By which fingerprint is it to be known from now on?
certificate-ask-pinned = The panel of { $name } is known by the fingerprint of its certificate. Was that made anew? Give the new fingerprint, or do without one, if the new certificate was signed by an authority that everybody trusts.
certificate-http = The address of this panel begins with http://: there is no certificate to be known by. “New address” moves it to https.
certificate-kept = Nothing was changed.
certificate-done = ✅ The panel was entered. It is known by this fingerprint from now on.
certificate-dropped = ✅ The panel was entered. Its certificate is trusted by who signed it from now on.
pin-button-look = Show what it shows
pin-button-drop = Without a fingerprint
pin-button-take = Take this one
pin-button-other = Other fingerprint
pin-shown = The panel shows this fingerprint now:
    { $fingerprint }
    Compare it with the panel’s own before you take it, on its machine:
    openssl x509 -noout -fingerprint -sha256 -in cert.pem
    ⚠️ If somebody stands between the shop and the panel, this is his, and he gets the login.
audit-act-server-address = new address of a panel
audit-act-server-certificate = new certificate of a panel
audit-field-pinned = known by a fingerprint
addserver-foreign-owner = If that shop is gone for good, for example because its database was lost, you as an owner may take the panel all the same.
addserver-button-insist = Take it all the same
addserver-insist = ⚠️ What happens if you take the panel of that shop:
    • Nothing of that shop is deleted or changed: its clients go on as they are. They are listed on the server’s card as “Clients not ours”, and can be bound to customers there, with key and end as they are.
    • Nobody ends or renews what is not bound.
    • Inbounds that it made for one customer each are not sold.
    • If that shop still runs, both write to one panel. Before 3.1 they lose each other’s clients: paid keys vanish. Stop it first, for good.
    To go on, type the four letters of that shop: { $shop4 }
addserver-not-owner = ❌ Only an owner may take the panel of another shop. Nothing was stored.
addserver-foreign-next = The clients of the shop before stand on the server’s card under “Clients not ours” after the next look (some minutes, or “Sync now”).
input-insist-form = ❌ These are not the four letters of that shop. Nothing was stored.
audit-field-foreignShops = taken over from the shops
panel-fault-not-asked = ⏳ The panel refused this login less than a minute ago, and is not asked again so soon: it would lock the shop out. Nothing was tried now; press again in { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}.

# A new price
price-ask = What shall { $name } cost? Send a number, for example 4.50. Now: { $price } ({ $stars } ⭐)
price-button-keep = Keep { $price }
price-button-change = Change
price-button-tell = Change and tell { $count }
price-button-silent = Change silently
price-sure = Change the price of { $name }?
price-sure-before = Now: { $price } ({ $stars } ⭐)
price-sure-after = Then: { $price } ({ $stars } ⭐)
price-sure-orders = Orders that are placed already keep their price.
price-sure-holders = { $count ->
    [one] { $count } customer has a running access of this plan and can be told.
   *[other] { $count } customers have a running access of this plan and can be told.
}
price-sure-nobody = Nobody has a running access of this plan.
price-same = That is its price already. Nothing was changed.
price-done = ✅ The price is changed. Nobody was told.
price-done-told = ✅ The price is changed. { $count ->
    [one] { $count } customer is being told.
   *[other] { $count } customers are being told.
}

# Why something is closed
reason-switched-off = it is switched off on the panel
reason-missing = it is missing on the panel
reason-core = the proxy core of the panel does not run
reason-no-keys = there are no keys for customers in it
reason-settings = its settings are not readable JSON; on panels up to 3.1 this makes every new client fail
reason-transport = its transport settings are not readable JSON
reason-mkcp = mKCP with header or seed keeps new cores from starting, so it is not sold
reason-wireguard = WireGuard: the panel draws keys and addresses itself, so a key cannot be checked against its order
reason-cipher = its cipher has one key for all and none for each customer
reason-inbound-key = its own key does not fit its cipher, which keeps the core from starting
reason-hysteria-one = the first hysteria is served by no core; version 2 is sold
reason-hysteria-tls = hysteria2 opens for nobody without TLS
reason-shadowsocks-reality = shadowsocks links cannot carry REALITY
reason-network = its network is not known to this program
reason-vmess-reality = vmess links cannot carry REALITY
reason-socket = it listens on a socket file, which customers cannot reach

# /orders
orders-found = Orders for “{ $query }”
orders-empty = There is no order yet.
orders-none = No order matches “{ $query }”. Search by order number, customer's id, charge or name.
orders-button = { $order }
order-title = Order
order-gone = This order is not there any more.
order-person = { $person }
order-plan = { $quantity } × { $plan }, { $stars } ⭐
order-created = Placed: { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
order-paid = Paid: { DATETIME($at, year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: 0) } UTC
order-unit = Key on { $server }: { $status }
order-unit-error = ↳ { $error }
order-charge = Charge of { $stars } ⭐, { $status }
order-status-pending_payment = ⏳ waits for payment
order-status-paid = 🟡 paid
order-status-processing = 🟡 being delivered
order-status-partial = 🟠 delivered in part
order-status-completed = 🟢 delivered
order-status-dispute = 🔴 disputed
order-status-expired = ⚪ expired, unpaid
order-status-cancelled = ⚪ cancelled
order-status-refunded = ↩️ refunded
unit-status-reserved = reserved
unit-status-pending = ⏳ waits
unit-status-provisioning = ⏳ being made
unit-status-completed = 🟢 delivered
unit-status-failed = 🔴 failed
unit-status-cancelled = ⚪ cancelled
charge-status-settled = settled
charge-status-surplus = paid twice, goes back
charge-status-unmatched = belongs to no order
charge-status-refunding = going back
charge-status-refunded = given back
charge-status-credited = Telegram could not give it back; its worth went to the balance
order-button-retry = Retry
order-button-refund = Refund
order-retried = { $count ->
    [one] { $count } key is tried again.
   *[other] { $count } keys are tried again.
}
order-refunded = { $back } go back to the customer.
refund-sure-title = Refund this order?
refund-sure = { $back } go back to { $person }. This cannot be undone.
refund-sure-ahead = Of that, { $back } were paid ahead for a time that has not begun.
refund-sure-taken = { $amount } that a cheaper plan had brought to the balance leave it again.
refund-sure-spent = The customer has spent { $amount } that a cheaper plan had brought to the balance: they do not come back, and what was paid ahead before that change stays paid.
refund-sure-no-keys = No key was delivered yet; what is under way is abandoned.
refund-sure-keys = { $count ->
    [one] { $count } delivered key is switched off and deleted.
   *[other] { $count } delivered keys are switched off and deleted.
}
refund-button-yes = Refund { $stars } ⭐
