import { expect, test } from "vitest";
import { listPictures } from "@/components/conversations/list-pictures";
import { readMedia } from "@/components/conversations/read-media";
import type { Message } from "@/lib/conversations/schema";

type Content = Message["content"];
const incoming = (type: string, content: Content) => readMedia({ type, content, direction: "in" });
const outgoing = (type: string, content: Content) => readMedia({ type, content, direction: "out" });

test("a customer's address is one on the web, whatever its type claims", () => {
  expect(incoming("image", { url: "https://a.ec/x.png" })).toMatchObject({
    address: "https://a.ec/x.png",
    isOurs: false,
  });
  for (const url of [
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "//a.ec/x",
    "/api/uploads/u1",
    "https://",
    "",
    7,
    undefined,
  ])
    expect(incoming("image", { url, upload: "u1" }), String(url)).toBeUndefined();
  expect(incoming("toString", { url: "https://a.ec/x" })).toBeUndefined();
});

test("what the desk sends is shown from its upload's own path alone", () => {
  expect(outgoing("image", { upload: "u-1", url: "/api/uploads/u-1" })).toMatchObject({
    address: "/api/uploads/u-1",
    isOurs: true,
  });
  for (const content of [
    { upload: "u1", url: "/api/uploads/u2" },
    { upload: "../closes", url: "/api/uploads/../closes" },
    { upload: "u1?x=1", url: "/api/uploads/u1?x=1" },
    { url: "/api/uploads/u1" },
    { upload: "u1", url: "/api/closes.csv" },
  ])
    expect(outgoing("image", content), content.url).toBeUndefined();
  expect(outgoing("image", { upload: "u1", url: "https://s3.example/u1" })?.isOurs).toBe(false);
});

test("what is missing or no text is left out", () => {
  const content = { url: "https://a.ec/x", caption: 7, filename: null, size: "12", mimeType: {} };
  expect(incoming("document", content)).toEqual({
    type: "document",
    address: "https://a.ec/x",
    isOurs: false,
    mimeType: "",
    caption: "",
    filename: "",
    size: undefined,
  });
});

test("the pictures of a thread are those that can be shown, in their order", () => {
  const message = (id: string, type: string, content: Content) =>
    ({ id, type, content, direction: "in", author: null, at: 1 }) as unknown as Message;
  const pictures = listPictures([
    message("a", "image", { url: "https://a.ec/a" }),
    message("b", "text", { body: "x" }),
    message("c", "image", { url: "javascript:alert(1)" }),
    message("d", "video", { url: "https://a.ec/d" }),
    message("e", "image", { url: "https://a.ec/e", caption: "E" }),
  ]);
  expect(pictures.map(({ id, caption }) => [id, caption])).toEqual([
    ["a", ""],
    ["e", "E"],
  ]);
});

test("a file's name says what it is in the order in which it is written", () => {
  const nameOf = (filename: string) =>
    incoming("document", { url: "https://a.ec/x", filename })?.filename;
  expect(nameOf("factura\u202efdp.exe")).toBe("facturafdp.exe");
  expect(nameOf("a\u200b\u2066b\n.pdf")).toBe("ab.pdf");
  expect(nameOf("familia 👩‍👧 مريم.pdf")).toBe("familia 👩‍👧 مريم.pdf");
});
