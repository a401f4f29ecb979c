// Runs inside the page under test: what only a browser knows about what it shows.

globalThis.inPage = { focused, surplusWidth, unreachable, faintWords, styleOf, isDark, shifted: 0 };

new PerformanceObserver((list) => {
  for (const { value } of list.getEntries()) inPage.shifted += value;
}).observe({ type: 'layout-shift', buffered: true });

const SLACK_PX = 0.5;
/** WCAG 2, contrast of ordinary text. */
const READABLE = 4.5;

/** The element that has the focus, in the words a screen reader would say. */
function focused() {
  const held = document.activeElement;
  return held?.ariaLabel || held?.textContent?.trim() || '';
}

/** By how many pixels the page is wider than the window. */
function surplusWidth() {
  return document.documentElement.scrollWidth - window.innerWidth;
}

/** What can be pressed or filled in but lies outside of the window even after it was scrolled to. */
function unreachable() {
  const controls = [...document.querySelectorAll('button, input, select, summary, a')];
  const shown = controls.filter((each) => each.checkVisibility() && each.getClientRects().length > 0);
  return shown.filter(isOutside).map((each) => each.outerHTML.slice(0, 120));
}

function isOutside(each) {
  each.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const { left, right, top, bottom } = each.getBoundingClientRect();
  const isBeside = left < -SLACK_PX || right > window.innerWidth + SLACK_PX;
  return isBeside || top < -SLACK_PX || bottom > window.innerHeight + SLACK_PX;
}

function styleOf(selector, property) {
  return getComputedStyle(document.querySelector(selector))[property];
}

function isDark() {
  return lightness(colour(getComputedStyle(document.body).backgroundColor)) < 0.2;
}

/** Words that stand out too little from what is behind them. */
function faintWords() {
  return [...document.querySelectorAll('body *')]
    .filter((each) => each.checkVisibility() && hasWords(each) && !each.matches(':disabled, option'))
    .map((each) => ({ words: each.textContent.trim().slice(0, 40), contrast: contrast(each) }))
    .filter((each) => each.contrast < READABLE)
    .map((each) => `${each.words}: ${each.contrast.toFixed(2)}`);
}

function hasWords(each) {
  return [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
}

function contrast(each) {
  const back = behind(each);
  const lights = [over(colour(getComputedStyle(each).color), back), back].map(lightness);
  return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
}

/** The colour behind the words: what is half transparent lets the one below through. */
function behind(each) {
  const own = colour(getComputedStyle(each).backgroundColor);
  const parent = each.parentElement;
  return own.alpha === 1 || !parent ? own : over(own, behind(parent));
}

function over(front, back) {
  const mix = (name) => front[name] * front.alpha + back[name] * (1 - front.alpha);
  return { red: mix('red'), green: mix('green'), blue: mix('blue'), alpha: 1 };
}

const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });

/** A canvas reads every way of writing a colour. */
function colour(text) {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = text;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
  return { red, green, blue, alpha: alpha / 255 };
}

/** WCAG 2, relative luminance. */
function lightness({ red, green, blue }) {
  const line = (value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * line(red) + 0.7152 * line(green) + 0.0722 * line(blue);
}
