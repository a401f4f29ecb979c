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

# Home and plans
home-intro = Proxy access that works: choose a plan, pay in Telegram, get your key in this chat.
home-back = Welcome back, { $name }.
plans-title = Plans
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
invoice-description-several = { $quantity } keys, each { $term }, traffic: { $traffic }. They come into this chat right after the payment. If we cannot deliver, you get your Stars back.
invoice-price = { $name }
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
card-slow = ⏳ This takes longer than usual. Your payment is safe: we go on by ourselves and will message you.
card-failed = ⚠️ We could not create your access. Your payment is safe: either we still deliver, or your Stars come back to you. We will message you.
card-ready = 🟢 Ready. Your key is in this chat.
card-refunded = ↩️ Refunded. { $stars } ⭐ go back to you, and the access is switched off.
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

# Polite answers
sorry = Something went wrong on our side with your last message or tap, and we could not handle it. Paid orders are safe. Please try once more.
unknown-message = I did not understand that. Here is everything you can do:
stale-button = This button is out of date.
help = Choose a plan and pay it in Telegram: your key comes into this chat. /start shows the plans, /my shows your access, /paysupport helps with payments, /terms shows the terms.
terms-title = Terms, version { $version }
terms = What you buy is access to a proxy server for the time and traffic named on the plan. It begins when your key is made. If we cannot deliver, all Stars of the order come back to you. Use it lawfully; access that harms others is switched off. Telegram's own support cannot help with purchases made here: use /paysupport.
paysupport-title = Help with a payment
paysupport = Every paid order is delivered or refunded by itself; the order card in this chat shows where it stands. Should something be missing, look into /my first, and have the number on your order card at hand when you write to the shop.
command-start = Plans
command-my = My access
command-paysupport = Help with a payment
command-terms = Terms
command-help = Help

# Refusals
refusal-no-seat = Sold out: somebody took the last place. Nothing was charged.
refusal-plan-not-available = This plan cannot be bought now. Nothing was charged.
refusal-too-many-open = You have too many unpaid orders. Pay or cancel one first.
refusal-order-not-open = This order is no longer open, so there is nothing to cancel.
refusal-payment-under-way = A payment of this order is under way, so it cannot be cancelled now.
refusal-unknown-invoice = This invoice is not known here. Please choose a plan again.
refusal-wrong-person = This invoice belongs to somebody else. Please choose a plan of your own.
refusal-wrong-amount = The price has changed. Please choose the plan again.
refusal-already-paid = This order is paid already.
refusal-order-over = This order is over. Please choose a plan again.
refusal-access-not-found = This access is not there any more.

# For owners: something needs a look
alert-server-out = 🔴 { $server } is out of sale: { $reason }
    Paid orders wait and are safe.
alert-server-back = 🟢 { $server } is back on sale.
alert-core-stopped = 🟠 The core of { $server } does not run: { $reason }
alert-unit-failed = 🔴 Order { $orderId }: unit { $unitId } failed: { $reason }
    Retry or refund it in /orders.
alert-unmatched-charge = 🟠 { $stars } ⭐ from person { $payerId } belong to no order (charge { $chargeId }).
alert-refund-failed = 🔴 Refund { $refundId } failed: { $reason }
    Order: { $orderId }
alert-update-aside = 🟠 Update { $updateId } was put aside after three tries: { $reason }
alert-message-failed = 🟠 Message { $messageId } ({ $kind }) could not be sent: { $reason }

## Admin
