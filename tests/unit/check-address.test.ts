import { expect, test } from "vitest";
import { checkAddress, isJelouHost } from "@/lib/jelou/check-address";

test.each([
  "https://gateway.jelou.ai/jelouapi/v1",
  "https://GATEWAY.jelou.ai/platform/v1",
  "https://chatbot.jelou.ai/v1/external-support/webhook",
  "https://gateway.jelou.ai:443/",
])("the desk calls %s", (address) => {
  expect(checkAddress(address, []).url.href).toMatch(/^https:\/\/(gateway|chatbot)\.jelou\.ai\//);
});

test.each([
  "",
  "gateway.jelou.ai",
  "//gateway.jelou.ai",
  "http://gateway.jelou.ai/",
  "https://gateway.jelou.ai:8443/",
  "https://gateway.jelou.ai./",
  "https://jelou.ai/",
  "https://x.gateway.jelou.ai/",
  "https://gateway.jelou.ai.evil.example/",
  "https://evil.example/gateway.jelou.ai",
  "https://gateway.jelou.ai@evil.example/",
  "https://user@gateway.jelou.ai/",
  "https://user:pass@gateway.jelou.ai/",
  "https://gateway.jelou.ai/?x=1",
  "https://gateway.jelou.ai/#x",
  "https://gatewаy.jelou.ai/",
  "https://127.0.0.1/",
  "https://localhost/",
  "https://[::1]/",
  "https://2130706433/",
  "https://169.254.169.254/",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "ftp://gateway.jelou.ai/",
])("the desk doesn't call %j", (address) => {
  expect(() => checkAddress(address, [], "messagesUrl")).toThrow(
    expect.objectContaining({ code: "bad_input", fields: { messagesUrl: [expect.any(String)] } }),
  );
});

test("a host that is allowed may be private and plain, with the port that was named", () => {
  const allowed = ["127.0.0.1:4010", "jelou.internal"];
  expect(checkAddress("http://127.0.0.1:4010/v1", allowed)).toMatchObject({ mayBePrivate: true });
  expect(checkAddress("http://jelou.internal:9000/v1", allowed).mayBePrivate).toBe(true);
  expect(checkAddress("https://gateway.jelou.ai/", allowed).mayBePrivate).toBe(false);
  for (const address of [
    "http://127.0.0.1:4011/v1",
    "http://127.0.0.1/v1",
    "http://x.jelou.internal/",
    "http://user@jelou.internal/",
    "http://jelou.internal/?a",
  ]) {
    expect(() => checkAddress(address, allowed)).toThrow();
  }
});

test("only Jelou's own hosts are not a stand-in's", () => {
  expect(isJelouHost(new URL("https://gateway.jelou.ai/x"))).toBe(true);
  expect(isJelouHost(new URL("https://gateway.jelou.ai:1/x"))).toBe(false);
  expect(isJelouHost(new URL("http://127.0.0.1:1/x"))).toBe(false);
});

test.each([
  "https://127.1/",
  "https://0177.0.0.1/",
  "https://0x7f000001/",
  "https://0x7f.0.0.1/",
  "https://１２７.0.0.1/",
  "https://127。0。0。1/",
  "https://127.0.0.1./",
  "https://[::ffff:127.0.0.1]/",
  "https://[::7f00:1]/",
  "https://[64:ff9b::7f00:1]/",
  "https://[64:ff9b:1::7f00:1]/",
  "https://[2002:7f00:1::]/",
  "https://[2001:0:7f00:1::]/",
  "https://[fd00:ec2::254]/",
  "https://[fe80::1%25eth0]/",
  "https://100.100.100.200/",
  "https://metadata.google.internal/",
  "https://LOCALHOST/",
  "https://ｌocalhost/",
  "https://gateway.jelou.ai%00.evil.example/",
  "https://gateway.jelou.ai%2eevil.example/",
  "https:evil.example/gateway.jelou.ai",
])("no spelling of another host is called, allowed hosts or not: %j", (address) => {
  for (const allowed of [[], ["127.0.0.1:4010", "jelou.internal"]])
    expect(() => checkAddress(address, allowed)).toThrow(
      expect.objectContaining({ code: "bad_input" }),
    );
});
