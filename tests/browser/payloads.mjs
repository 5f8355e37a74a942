// Texts that would run somewhere if one escape were missing. Source: security.md S20; shapes from the OWASP cheat sheet.
export const payloads = [
  "<script>alert(1)</script>",
  "\"><script>alert(1)</script>",
  "'><img src=x onerror=alert(1)>",
  "<img src=x onerror=alert(1)>",
  "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<iframe srcdoc=\"<script>parent.alert(1)</script>\"></iframe>",
  "<details open ontoggle=alert(1)>",
  "<body onload=alert(1)>",
  "<a href=\"javascript:alert(1)\" autofocus onfocus=alert(1)>x</a>",
  "[x](javascript:alert(1))",
  "![x](javascript:alert(1))",
  "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "[x](JaVaScRiPt:alert(1))",
  "<javascript:alert(1)>",
  "```\n</code></pre><script>alert(1)</script>\n```",
  "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
  "</title><script>alert(1)</script>",
  "</textarea><script>alert(1)</script>",
  "<!--><script>alert(1)</script>-->",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
  "{{{page.text}}}{{#page}}<script>alert(1)</script>{{/page}}",
  "\u2028<script>alert(1)</script>\u2029",
  "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
];

/** A content file that has the payload everywhere a template may look. */
export function fieldsWith(payload) {
  const oneLine = payload.replace(/\n/g, " ");
  return [`Title: ${oneLine}`, `Lead: ${oneLine}`, `Author: ${oneLine}`, `Date: ${oneLine}`, `Text:\n\n${payload}`].join("\n\n----\n\n");
}
