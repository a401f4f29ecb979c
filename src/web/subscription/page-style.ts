import { createHash } from 'node:crypto';

/** The only style of the page; it stands in the page itself and is allowed by its hash. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #17202a; --dim: #5d6b7a; --card: #fff; --ground: #eef2f6; --mark: #1667c9; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8edf2; --dim: #9fb0c0; --card: #1b2530; --ground: #10171e; --mark: #6db3ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; margin: .5rem 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
section { background: var(--card); border-radius: .8rem; padding: 1rem; margin: 0 0 1rem; }
p { margin: .3rem 0; overflow-wrap: anywhere; }
.dim { color: var(--dim); font-size: .9rem; }
code { display: block; padding: .6rem; border: 1px dashed var(--dim); border-radius: .5rem; overflow-wrap: anywhere; user-select: all; }
img { display: block; width: 100%; max-width: 16rem; margin: 1rem auto 0; background: #fff; border-radius: .5rem; image-rendering: pixelated; }
details { border-top: 1px solid var(--ground); padding: .6rem 0; }
summary { cursor: pointer; font-weight: 600; }
ol, ul { margin: .4rem 0; padding-left: 1.4rem; }
li { margin: .3rem 0; }
a { color: var(--mark); }
a.open { display: inline-block; padding: .35rem .8rem; border-radius: .5rem; background: var(--mark); color: var(--card); text-decoration: none; }
`;

/** Nothing from elsewhere, no script, no frame around it. */
export const PAGE_POLICY = [
  "default-src 'none'",
  'img-src data:',
  `style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
