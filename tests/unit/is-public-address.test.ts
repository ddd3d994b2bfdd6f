import { expect, test } from "vitest";
import { isPublicAddress } from "@/lib/projects/read-reach";

test.each([
  "https://desk.example.com",
  "https://desk.example.com:8443/",
  "https://desk.example.com./",
  "https://localhost.example.com",
  "https://8.8.8.8",
  "https://172.32.0.1",
  "https://[2606:4700::1111]",
])("%s may be public", (address) => {
  expect(isPublicAddress(new URL(address))).toBe(true);
});

test.each([
  "http://desk.example.com",
  "https://localhost",
  "https://desk.localhost",
  "https://desk.local",
  "https://desk.local.",
  "https://desk.internal",
  "https://nas",
  "https://127.0.0.1",
  "https://127.1",
  "https://0x7f.1",
  "https://2130706433",
  "https://0.0.0.0",
  "https://10.1.2.3",
  "https://100.64.0.1",
  "https://169.254.169.254",
  "https://172.16.0.1",
  "https://172.31.255.255",
  "https://192.168.1.1",
  "https://[::1]",
  "https://[::]",
  "https://[::ffff:127.0.0.1]",
  "https://[::ffff:192.168.1.1]",
  "https://[fd00::1]",
  "https://[fe80::1]",
])("%s is not", (address) => {
  expect(isPublicAddress(new URL(address))).toBe(false);
});
