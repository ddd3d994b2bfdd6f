import { gzipSync } from "node:zlib";
import type { Figure } from "../figures";
import { startDesk } from "../servers/start-desk";
import { startEmptyApp } from "../servers/start-empty-app";

const pagesInside = [
  "/conversations",
  "/closes",
  "/answers",
  "/preferences",
  "/preferences/security",
  "/admin/projects",
  "/admin/users",
  "/admin/closing",
  "/admin/audit",
  "/admin/deliveries",
];

/** What the browser has to load as script before a first screen is whole, gzipped. */
export async function scripts(): Promise<Figure[]> {
  const desk = await startDesk();
  const empty = await startEmptyApp();
  const peer = { name: "empty Next page", value: await scriptSize(`${empty.url}/`) };
  const login = await scriptSize(`${desk.url}/login`);
  const inside: { page: string; size: number }[] = [];
  for (const page of pagesInside)
    inside.push({ page, size: await scriptSize(desk.url + page, desk.cookie) });
  await Promise.all([desk.stop(), empty.stop()]);
  const figure = (name: string, value: number, most: number): Figure => ({
    name,
    value,
    unit: "kB",
    peer,
    promise: { of: "value", most },
  });
  return [figure("/login", login, 170), ...inside.map(({ page, size }) => figure(page, size, 250))];
}

/** Kilobytes of a thousand bytes. @throws Error when the page or a script of it doesn't come */
async function scriptSize(page: string, cookie = ""): Promise<number> {
  const html = (await get(page, cookie)).toString();
  let bytes = 0;
  for (const address of addressesIn(html)) {
    bytes += gzipSync(await get(new URL(address, page).href, cookie)).length;
  }
  for (const [, inline = ""] of html.matchAll(
    /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g,
  )) {
    if (!inline.startsWith("self.__next_f")) bytes += gzipSync(inline).length;
  }
  return bytes / 1_000;
}

function addressesIn(html: string): Set<string> {
  const scripts = [...html.matchAll(/<script([^>]*)>/g)]
    // Browsers that know modules leave these out.
    .filter(([, attributes = ""]) => !/\snomodule/i.test(attributes))
    .flatMap(([, attributes = ""]) => /\ssrc="([^"]+)"/.exec(attributes)?.[1] ?? []);
  const links = [...html.matchAll(/<link([^>]*)>/g)]
    .filter(([, attributes = ""]) =>
      /rel="modulepreload"|(?=.*rel="preload")(?=.*as="script")/.test(attributes),
    )
    .flatMap(([, attributes = ""]) => /\shref="([^"]+)"/.exec(attributes)?.[1] ?? []);
  return new Set([...scripts, ...links].map((address) => address.replaceAll("&amp;", "&")));
}

async function get(url: string, cookie: string): Promise<Buffer> {
  const response = await fetch(url, { headers: { cookie }, redirect: "manual" });
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}
