import { expect, test } from "../support/e2e-test.ts";
import { requestText, sendRawRequest } from "../support/raw-http.ts";

/** What Next, its proxies or others before it have taken for a sign that somebody had looked already. */
const headers: Record<string, string>[] = [
  {},
  { "x-middleware-subrequest": Array(5).fill("middleware").join(":") },
  { "x-middleware-subrequest": Array(5).fill("src/middleware").join(":") },
  { "x-middleware-subrequest": Array(5).fill("proxy").join(":") },
  { "x-middleware-next": "1", "x-middleware-rewrite": "/admin/users" },
  { "x-middleware-override-headers": "cookie", "x-middleware-request-cookie": "a=b" },
  { "x-middleware-set-cookie": "a=b", "x-middleware-prefetch": "1" },
  { "x-invoke-path": "/admin/users", "x-invoke-status": "200", "x-invoke-output": "/admin/users" },
  { "x-invoke-error": '{"message":"x"}', "x-invoke-query": "%7B%7D" },
  { "x-matched-path": "/admin/users", "x-now-route-matches": "1=x" },
  { "x-nextjs-data": "1", purpose: "prefetch" },
  { "x-nextjs-rewrite": "/admin/users", "x-nextjs-matched-path": "/admin/users" },
  { rsc: "1" },
  { rsc: "1", "next-router-prefetch": "1" },
  { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  { rsc: "1", "next-router-segment-prefetch": "/(desk)/admin/users/__PAGE__" },
  {
    rsc: "1",
    "next-router-state-tree": encodeURIComponent('["",{},"/admin/users","refetch",true]'),
  },
  { rsc: "1", "next-router-state-tree": "%5B%22%22%2C%7B%7D%5D", "next-url": "/admin/users" },
  { "next-action": "0".repeat(42) },
  { "next-action": "x", "content-type": "text/plain;charset=UTF-8" },
  { "next-resume": "1", "x-next-resume-state-length": "1" },
  { "x-prerender-revalidate": "x", "x-prerender-bypass-mode": "x" },
  { cookie: "__prerender_bypass=x; __next_preview_data=x; next-auth.session-token=x.y.z" },
  { cookie: "next-auth.session-token=" },
  { authorization: "Basic YWRtaW46YWRtaW4=" },
  {
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-forwarded-for": "127.0.0.1",
  },
  { forwarded: "for=127.0.0.1;host=evil.example;proto=https", "x-real-ip": "127.0.0.1" },
  { host: "evil.example" },
  { host: "localhost:3000", origin: "http://localhost:3000" },
  { "x-http-method-override": "GET", "x-method-override": "GET", "x-http-method": "DELETE" },
  { "x-original-url": "/admin/users", "x-rewrite-url": "/admin/users" },
  {
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-key": "eA==",
    "sec-websocket-version": "13",
  },
  { upgrade: "h2c", connection: "Upgrade, HTTP2-Settings", "http2-settings": "" },
  { expect: "100-continue" },
  { range: "bytes=0-", "if-none-match": "*" },
];

const spellings = (path: string): string[] => [
  path,
  `${path}.rsc`,
  `${path}.txt`,
  `${path}.json`,
  `${path}.segments/_tree.segment.rsc`,
  `${path}.segments/_full.segment.rsc`,
  `${path}.segments/!KGRlc2sp/admin/users/__PAGE__.segment.rsc`,
  `${path}?_rsc=1`,
  `${path}?nxtPid=x&nxtIlocale=es`,
  `${path}?__nextDefaultLocale=es&__nextDataReq=1`,
  `${path}?x-middleware-subrequest=1`,
  `/_next/data/build${path}.json`,
  `/_next/image?url=${encodeURIComponent(path)}&w=64&q=75`,
  `/_next/../${path}`,
  `/_next/static/..%2f..${path}`,
  `/_next/static/chunks/..%5c..%5c..${path}`,
  `/_next${path}`,
  `/${path}`,
  `//desk${path}`,
  `/\\desk${path}`,
  `\\${path}`,
  `/.${path}`,
  `/x/..${path}`,
  `/%2e%2e${path}`,
  `/%2e${path}`,
  `/x/%2e%2e${path}`,
  `/login/..;${path}`,
  `${path};x`,
  `${path};.css`,
  `${path}.`,
  `${path}/`,
  `${path}//`,
  `${path}/.`,
  `${path}%00`,
  `${path}%0a`,
  `${path}%20`,
  `${path}%2f`,
  `${path}%`,
  `${path}%c0%af`,
  `${path}#x`,
  path.toUpperCase(),
  path.replaceAll("/", "%2f").replace("%2f", "/"),
  path.replaceAll("/", "%252f").replace("%252f", "/"),
  path.replaceAll("/", "\\"),
  path.replace(/^\/(.)/, (_all, letter: string) => `/%${letter.charCodeAt(0).toString(16)}`),
  path.replace(/^\/(.)/, (_all, letter: string) => `/%25${letter.charCodeAt(0).toString(16)}`),
  `http://127.0.0.1${path}`,
  `http://evil.example${path}`,
  `https://desk:443${path}`,
  `//127.0.0.1${path}`,
  `?${path}`,
  "*",
];

test("no header, spelling or method shows a stranger, or an agent of elsewhere, what isn't his", async ({
  desk,
  shop,
}) => {
  const name = `Zenobia-${crypto.randomUUID()}`;
  const branch = `Sucursal-${crypto.randomUUID()}`;
  const place = await shop.addProject(branch);
  const known = await shop.greet(name, { projectId: place.jelouProjectId, text: `Soy ${name}` });
  const { id } = await shop.onDesk(known.id);
  const boss = await shop.hire(`Jefa-${crypto.randomUUID()}`, "admin");
  const agent = await shop.hire("Lucía Andrade");
  const secrets = [name, branch, boss.name, boss.email, place.jelouProjectId];
  const paths = [
    "/conversations",
    `/conversations/${id}`,
    "/admin/users",
    "/admin/projects",
    "/api/users",
    "/api/projects",
    "/api/conversations",
    `/api/conversations/${id}`,
  ];
  const requests = paths.flatMap((path) => [
    ...headers.map((each) => requestText(`GET ${path} HTTP/1.1`, each)),
    ...spellings(path).map((each) => requestText(`GET ${each} HTTP/1.1`)),
    ...(path.startsWith("/api/") ? [] : spellings(path)).map((each) =>
      requestText(`GET ${each} HTTP/1.1`, { rsc: "1" }),
    ),
    ...["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "PURGE"].map(
      (method) => requestText(`${method} ${path} HTTP/1.1`, { "content-length": "0" }),
    ),
    ...["Next-Action", "x-action"].map((header) =>
      requestText(
        `POST ${path} HTTP/1.1`,
        { [header]: "0".repeat(42), "content-type": "text/plain", "content-length": "2" },
        "[]",
      ),
    ),
    requestText(`GET http://evil.example${path} HTTP/1.1`, {
      upgrade: "websocket",
      connection: "Upgrade",
    }),
    requestText(`CONNECT 127.0.0.1:1 HTTP/1.1`),
    requestText(`GET ${path} HTTP/1.0`),
    requestText(`GET ${path} HTTP/1.0`, { Host: undefined }),
    requestText(`GET ${path} HTTP/1.1`, { Host: undefined }),
    requestText(`GET ${path} HTTP/9.9`),
    `GET ${path}\r\n\r\n`,
    requestText(`POST ${path} HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 5`, {}, "GET /"),
    requestText(
      `POST ${path} HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked`,
      {},
      `0\r\n\r\nGET ${path} HTTP/1.1\r\n\r\n`,
    ),
    requestText(
      `POST ${path} HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity`,
      {},
      "0\r\n\r\n",
    ),
    requestText(`POST ${path} HTTP/1.1\r\nTransfer-Encoding : chunked`, {}, "0\r\n\r\n"),
    requestText(`GET ${path} HTTP/1.1\r\nX-A: b\nHost: evil.example`),
  ]);
  for (const path of ["signin", "signout", "error", "callback/credentials", "session", "_log"])
    for (const elsewhere of ["https://evil.example/", "//evil.example", "/\\evil.example"]) {
      const query = `callbackUrl=${encodeURIComponent(elsewhere)}&error=x`;
      const asCookie = { cookie: `next-auth.callback-url=${encodeURIComponent(elsewhere)}` };
      for (const method of ["GET", "POST"])
        requests.push(
          requestText(`${method} /api/auth/${path}?${query} HTTP/1.1`, {
            ...asCookie,
            host: "evil.example",
            "content-length": method === "GET" ? undefined : "0",
          }),
        );
    }
  const cookies = [undefined, agent.cookie];
  const faults: string[] = [];
  for (const cookie of cookies) {
    // To an agent all but what is for admins and of elsewhere is open.
    const asked = cookie
      ? requests
          .filter((each) => /admin|users/.test(each) || each.includes(id))
          .map((each) => each.replace("\r\n", `\r\nCookie: ${cookie}\r\n`))
      : requests;
    for (let at = 0; at < asked.length; at += 20) {
      const some = asked.slice(at, at + 20);
      const answers = await Promise.all(some.map((each) => sendRawRequest(desk.url, each)));
      for (const [index, { status, text }] of answers.entries()) {
        const told = secrets.filter((secret) => text.includes(secret));
        // Of a bare line the server says nothing, and closes it.
        const isSound = (status > 0 && status < 500) || (status === 0 && text === "");
        if (told.length > 0 || !isSound)
          faults.push(`${status} ${told} to ${some[index]?.slice(0, 400)}`);
        const location = /^location: (.*)$/im.exec(text)?.[1]?.trim() ?? "/";
        if (new URL(location, desk.url).origin !== desk.url)
          faults.push(`to ${location} for ${some[index]?.slice(0, 400)}`);
      }
    }
  }
  expect(faults).toEqual([]);
  // That one would have seen it.
  const seen = await sendRawRequest(
    desk.url,
    requestText(`GET /api/conversations/${id} HTTP/1.1`, { cookie: boss.cookie }),
  );
  expect(seen.text).toContain(name);
});

test("every answer says what a browser may do with it", async ({ desk, shop }) => {
  const { cookie } = await shop.hire("Lucía Andrade");
  const page = await fetch(`${desk.url}/login`);
  const [, script = ""] =
    /<script[^>]+src="(\/_next\/static\/[^"]+)"/.exec(await page.text()) ?? [];
  const asked: [string, string, boolean][] = [
    ["GET", "/", true],
    ["GET", "/login", true],
    ["GET", "/conversations", true],
    ["GET", "/conversations?_rsc=1", true],
    ["GET", "/nowhere", true],
    ["POST", "/login", true],
    ["GET", "/api/account", true],
    ["GET", "/api/nowhere", true],
    ["PATCH", "/api/health/live", true],
    ["GET", "/api/auth/csrf", true],
    ["GET", "/api/auth/signin", true],
    ["POST", "/api/webhooks/jelou/nobody", true],
    ["GET", "/api/live", true],
    ["GET", "/api/uploads/nothing", true],
    ["TRACE", "/login", true],
    ["GET", "/emoji/es", false],
    ["GET", script, false],
    ["GET", "/_next/static/nothing.js", false],
  ];
  for (const [method, path, isPrivate] of asked) {
    for (const who of ["", cookie]) {
      const line = `${method} ${path} HTTP/1.1`;
      const { text } = await sendRawRequest(
        desk.url,
        requestText(line, { cookie: who, "content-length": method === "GET" ? undefined : "0" }),
        // The stream goes on; what it is sent with has come.
        path === "/api/live" ? 1_000 : undefined,
      );
      const head = text.split("\r\n\r\n")[0]!.toLowerCase();
      for (const words of [
        "x-content-type-options: nosniff",
        "x-frame-options: deny",
        "referrer-policy: same-origin",
        "permissions-policy: ",
        "cross-origin-opener-policy: same-origin",
        "cross-origin-resource-policy: same-origin",
        "content-security-policy: ",
      ])
        expect(head, line).toContain(words);
      if (isPrivate) expect(head, line).toMatch(/^cache-control: private,.*no-store/m);
      expect(head.match(/^content-security-policy: /gm), line).toHaveLength(1);
      expect(head, line).not.toContain("x-powered-by");
    }
  }
});

test("a page's scripts carry the nonce of its own policy, and another one each time", async ({
  desk,
}) => {
  const nonces = new Set<string>();
  for (const path of ["/login", "/nowhere", "/login"]) {
    const page = await fetch(desk.url + path, {
      headers: { "content-security-policy": "script-src 'nonce-mine'" },
    });
    const policy = page.headers.get("content-security-policy") ?? "";
    const [, nonce = ""] =
      /script-src 'nonce-([^']+)' 'sha256-[^']+' 'strict-dynamic';/.exec(policy) ?? [];
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
    const scripts = (await page.text()).match(/<script[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(1);
    // The one that stands in every page with the same text is known by its hash.
    const bare = scripts.filter((script) => !script.includes(`nonce="${nonce}"`));
    expect(bare).toEqual(["<script>"]);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(3);
});
