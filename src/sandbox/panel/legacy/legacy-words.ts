import type { Call } from '../panel-call.ts';

/** Puts an English text into the language that the caller asks for; Persian is known, all else stays English. */
export const inLanguageOf = (call: Call, text: string): string =>
  asksPersian(call) ? (PERSIAN[text] ?? text) : text;

/** The cookie of the pages' language goes before the header. */
function asksPersian({ headers }: Call): boolean {
  const chosen = /(?:^|;\s*)lang=([\w-]+)/.exec(headers.cookie ?? '')?.[1];
  return (chosen ?? headers['accept-language'] ?? '').toLowerCase().startsWith('fa');
}

const PERSIAN: Readonly<Record<string, string>> = {
  'Invalid username or password or two-factor code.': 'نام کاربری، رمز عبور یا کد دو مرحله‌ای نامعتبر است.',
  ' You have successfully logged into your account.': 'شما با موفقیت وارد حساب کاربری خود شدید.',
  'Username is required': 'نام کاربری لازم است.',
  'Password is required': 'رمز عبور لازم است.',
  'The Input data format is invalid.': 'قالب داده‌های ورودی نامعتبر است.',
  'Your session has expired, please log in again': 'نشست شما منقضی شده است، دوباره وارد شوید.',
  'Something went wrong': 'مشکلی پیش آمد',
  Obtain: 'دریافت',
  'Error getting traffics.': 'خطا در دریافت ترافیک.',
  'Inbound has been successfully created.': 'ورودی با موفقیت ایجاد شد.',
  'Inbound has been successfully updated.': 'ورودی با موفقیت به‌روزرسانی شد.',
  'Inbound has been successfully deleted.': 'ورودی با موفقیت حذف شد.',
  'Inbound client(s) have been added.': 'کاربر(ها) به ورودی اضافه شدند.',
  'Inbound client has been updated.': 'کاربر ورودی به‌روزرسانی شد.',
  'Inbound client has been deleted.': 'کاربر ورودی حذف شد.',
  'Traffic has been reset.': 'ترافیک بازنشانی شد.',
  'All traffic has been reset.': 'همه ترافیک‌ها بازنشانی شدند.',
  'All traffic from the client has been reset.': 'همه ترافیک کاربر بازنشانی شد.',
  'All depleted clients are deleted.': 'همه کاربران تمام‌شده حذف شدند.',
  'The log has been cleared.': 'گزارش پاک شد.',
  'The parameters have been changed.': 'پارامترها تغییر کردند.',
};
