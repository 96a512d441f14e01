/** The page of the preview before anything of it runs. */
export const PAGE_HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Handoff preview</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/style.css" />
  </head>
  <body>
    <div id="root"></div>
    <noscript>The preview needs JavaScript.</noscript>
    <script src="/page.js"></script>
  </body>
</html>
`;
