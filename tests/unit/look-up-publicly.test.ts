import type { LookupAddress } from "node:dns";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { checkAddress } from "@/lib/jelou/check-address";
import { isPublicIp } from "@/lib/jelou/is-public-ip";
import { lookUpPublicly, type Resolve } from "@/lib/jelou/look-up-publicly";
import { postJson } from "@/lib/jelou/post-json";

const addressOf = (address: string): LookupAddress => ({
  address,
  family: address.includes(":") ? 6 : 4,
});

/** A resolver that answers the first time so, the next time so, and goes on with the last. */
function resolver(...answers: string[][]) {
  const asked: string[] = [];
  const resolve: Resolve = (name, _options, answer) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)]!;
    asked.push(name);
    setImmediate(() => answer(null, addresses.map(addressOf)));
  };
  return { asked, resolve };
}

const lookUp = (resolve: Resolve, all: boolean) =>
  new Promise((answer) =>
    lookUpPublicly(resolve)("gateway.jelou.ai", { all }, (error, address, family) =>
      answer(error ? error.code : [address, family]),
    ),
  );

test.each(["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"])(
  "%s is public",
  (address) => {
    expect(isPublicIp(address)).toBe(true);
  },
);

test.each([
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "100.64.0.1",
  "100.100.100.200",
  "127.0.0.1",
  "127.255.255.254",
  "168.63.129.16",
  "169.254.169.254",
  "169.254.170.2",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.192",
  "192.0.2.1",
  "192.88.99.1",
  "192.168.1.1",
  "198.18.0.1",
  "198.19.255.255",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::7f00:1",
  "::127.0.0.1",
  "::8.8.8.8",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::ffff:8.8.8.8",
  "::ffff:0:7f00:1",
  "64:ff9b::7f00:1",
  "64:ff9b::8.8.8.8",
  "64:ff9b:1::7f00:1",
  "100::1",
  "2001::7f00:1",
  "2001:2::1",
  "2001:20::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "2002:808:808::1",
  "3fff::1",
  "5f00::1",
  "fc00::1",
  "fd00:ec2::254",
  "FD00:EC2::254",
  "fe80::1",
  "fe80::1%lo",
  "fe80::1%25lo",
  "fec0::1",
  "ff02::1",
  "0:0:0:0:0:0:0:1",
  "4000::1",
  "127.1",
  "0x7f.0.0.1",
  "0177.0.0.1",
  "2130706433",
  "[::1]",
  "localhost",
  "",
])("%j is not", (address) => {
  expect(isPublicIp(address)).toBe(false);
});

test.each([true, false])(
  "a name is asked for once, and what was checked is handed over",
  async (all) => {
    const { asked, resolve } = resolver(["8.8.8.8", "2606:4700::1111"], ["127.0.0.1"]);
    const list = [addressOf("8.8.8.8"), addressOf("2606:4700::1111")];
    expect(await lookUp(resolve, all)).toEqual(all ? [list, undefined] : ["8.8.8.8", 4]);
    expect(asked).toEqual(["gateway.jelou.ai"]);
    expect(await lookUp(resolve, all)).toBe("ERR_PRIVATE_ADDRESS");
  },
);

test.each([
  [["127.0.0.1"]],
  [["8.8.8.8", "127.0.0.1"]],
  [["::ffff:127.0.0.1"]],
  [["2606:4700::1111", "fd00:ec2::254"]],
  [[]],
])("a name that points to %j reaches nobody", async (addresses) => {
  const { url, requests } = await listen();
  const { asked, resolve } = resolver(addresses, ["127.0.0.1"]);
  url.hostname = "gateway.jelou.ai";
  const result = await postJson({ url, mayBePrivate: false }, "{}", {
    headers: {},
    timeoutMs: 2_000,
    resolve,
  });
  expect(result).toEqual({ failure: { phase: "connecting", cause: "private_address" } });
  expect(asked).toEqual(["gateway.jelou.ai"]);
  expect(requests).toEqual([]);
});

test("a number is no way around the look-up, however it is spelled", async () => {
  const { url, requests } = await listen();
  for (const host of ["127.0.0.1", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "１２７.0.0.1"]) {
    const target = { url: new URL(`http://${host}:${url.port}/`), mayBePrivate: false };
    const { failure } = await postJson(target, "{}", { headers: {}, timeoutMs: 2_000 });
    expect(failure, host).toEqual({ phase: "connecting", cause: "private_address" });
  }
  expect(requests).toEqual([]);
});

test("only hosts that were allowed may be private", async () => {
  const { url, requests } = await listen();
  const target = checkAddress(url.href, [url.host]);
  const { answer } = await postJson(target, "{}", { headers: {}, timeoutMs: 2_000 });
  expect(answer?.status).toBe(204);
  expect(requests).toHaveLength(1);
  expect(checkAddress("https://gateway.jelou.ai/v1", [url.host]).mayBePrivate).toBe(false);
});

async function listen() {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: new URL(`http://127.0.0.1:${port}/`), requests };
}
