import { escapeHtml } from './escape.js';
import { LINK_LABEL, type Linked, type Outline, type Part } from './outline.js';

/** Big enough for a thumb. */
const BUTTON =
  'display:inline-block;padding:12px 20px;border-radius:6px;background:#1a5fb4;color:#ffffff;text-decoration:none';

/** An outline as HTML, without the title; every text is escaped here, and nowhere before. */
export function bodyOf({ due, who, parts, link, footer }: Outline<string | Linked>): string {
  return [
    due && `<p><strong>${escapeHtml(due)}</strong></p>`,
    who && `<p>${escapeHtml(who)}</p>`,
    ...parts.map(partOf),
    link && `<p><a href="${escapeHtml(link)}" style="${BUTTON}">${LINK_LABEL}</a></p>`,
    `<p><small>${escapeHtml(footer)}</small></p>`,
  ]
    .filter(Boolean)
    .join('\n');
}

function partOf({ label, items, list }: Part<string | Linked>): string {
  const lines = items.map(lineOf);
  return list
    ? `<p><strong>${label}</strong><br>${lines.join('<br>')}</p>`
    : `<p><strong>${label}:</strong> ${lines.join(', ')}</p>`;
}

function lineOf(item: string | Linked): string {
  if (typeof item === 'string') return escapeHtml(item);
  const text = escapeHtml(item.text);
  return item.link ? `<a href="${escapeHtml(item.link)}">${text}</a>` : text;
}

/** One column of 16 px that a phone need not shrink. */
export function pageOf(outline: Outline<string | Linked>): string {
  const title = escapeHtml(outline.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
</head>
<body style="margin:0;padding:16px;background:#ffffff;color:#1a1a1a;font:16px/1.5 Arial,sans-serif">
<div style="max-width:36em;margin:0 auto">
<h1 style="margin:0;font-size:20px">${title}</h1>
${bodyOf(outline)}
</div>
</body>
</html>
`;
}
