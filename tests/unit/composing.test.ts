import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyDraft, withText } from "@/components/closing/make-draft";
import { checkFile, guessType } from "@/components/composing/check-file";
import { findAnswerFault } from "@/components/composing/find-answer-fault";
import { findOvertaker, listKnown } from "@/components/composing/find-overtaker";
import { toAnswers } from "@/components/composing/make-outgoing";
import { readEnter } from "@/components/composing/read-enter";
import { reckonWindow } from "@/components/composing/reckon-window";
import { splitCaption } from "@/components/composing/split-caption";
import { longestCaption } from "@/lib/messages/schema";
import { limits, uploadTypes } from "@/lib/uploads/schema";

const hour = 3_600_000;
const minute = 60_000;

describe("WhatsApp's window", () => {
  const now = 1_800_000_000_000;
  test.each([
    ["just now", 0, { state: "open", hours: 24, minutes: 0 }],
    ["a minute ago", minute, { state: "open", hours: 23, minutes: 59 }],
    ["long ago", 20 * hour + 48 * minute, { state: "open", hours: 3, minutes: 12 }],
    ["23 hours ago", 23 * hour, { state: "open", hours: 1, minutes: 0 }],
    ["a bit more", 23 * hour + 1, { state: "soon", hours: 0, minutes: 59 }],
    ["almost a day ago", 24 * hour - 1, { state: "soon", hours: 0, minutes: 0 }],
    ["a day ago", 24 * hour, { state: "over" }],
    ["from the future", -5 * hour, { state: "open", hours: 24, minutes: 0 }],
  ])("after a message from %s", (_words, ago, left) => {
    expect(reckonWindow(now - ago, now)).toEqual(left);
  });

  test("there is none before the customer has written", () => {
    expect(reckonWindow(null, now)).toBeNull();
  });

  test("it never grows with time, and never promises more than there is", () => {
    const minutesOf = (left: ReturnType<typeof reckonWindow>) =>
      left && left.state !== "over" ? left.hours * 60 + left.minutes : 0;
    fc.assert(
      fc.property(fc.integer({ min: -hour, max: 25 * hour }), fc.nat(hour), (ago, later) => {
        const [first, second] = [ago, ago + later].map((age) => reckonWindow(now - age, now));
        expect(minutesOf(second!)).toBeLessThanOrEqual(minutesOf(first!));
        expect(minutesOf(first!) * minute).toBeLessThanOrEqual(
          Math.max(0, 24 * hour - Math.max(0, ago)),
        );
      }),
    );
  });
});

describe("a text and files", () => {
  const types = fc.array(fc.constantFrom(...uploadTypes), { maxLength: 4 });

  test("no letter of it is lost, and none is sent twice", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000 }), types, (text, files) => {
        const { caption, rest } = splitCaption(text, files);
        expect([caption, rest].filter((part) => part !== null)).toEqual(
          text.trim() === "" ? [] : [text.trim()],
        );
        if (caption !== null) expect(caption.length).toBeLessThanOrEqual(longestCaption);
        if (caption !== null) expect(files[0]).toMatch(/image|video/);
      }),
    );
  });

  test.each([
    ["", ["image"], null, null],
    ["Hola", [], null, "Hola"],
    ["Hola", ["image", "audio"], "Hola", null],
    ["Hola", ["audio", "image"], null, "Hola"],
    ["Hola", ["document"], null, "Hola"],
    ["a".repeat(1_024), ["video"], "a".repeat(1_024), null],
    ["a".repeat(1_025), ["video"], null, "a".repeat(1_025)],
  ] as const)("%j with %j", (text, files, caption, rest) => {
    expect(splitCaption(text, [...files])).toEqual({ caption, rest });
  });

  test("they become one message each, the text's own after them, every one with an id of its own", () => {
    const upload = (id: string, type: "audio" | "image") =>
      ({ id, type, mimeType: "x/y", filename: "f", size: 1 }) as const;
    const made = toAnswers("c", { id: "u", name: "U" }, " Hola ", [
      upload("1", "audio"),
      upload("2", "image"),
    ]);
    expect(made.map(({ body }) => body)).toEqual([
      { type: "media", uploadId: "1" },
      { type: "media", uploadId: "2" },
      { type: "text", text: "Hola" },
    ]);
    expect(new Set(made.map(({ clientId }) => clientId)).size).toBe(3);
    const pictures = [upload("1", "image"), upload("2", "image")];
    expect(
      toAnswers("c", { id: "u", name: "U" }, "Hola", pictures).map(({ body }) => body),
    ).toEqual([
      { type: "media", uploadId: "1", caption: "Hola" },
      { type: "media", uploadId: "2" },
    ]);
  });
});

describe("files before they are sent", () => {
  test.each([
    ["image/png", "image"],
    ["image/webp", "document"],
    ["audio/ogg; codecs=opus", "audio"],
    ["AUDIO/MPEG", "audio"],
    ["", "document"],
  ])("%j goes as %s", (mimeType, type) => {
    expect(guessType(mimeType)).toBe(type);
  });

  test("the limit of its type fits, one byte more doesn't, and nothing isn't a file", () => {
    const image = (size: number) => checkFile({ size, type: "image/jpeg" });
    expect(image(limits.image)).toBeNull();
    expect(image(limits.image + 1)).toEqual({
      kind: "tooLarge",
      type: "image",
      limit: limits.image,
    });
    expect(image(0)).toEqual({ kind: "empty" });
  });
});

describe("what keeps an answer back", () => {
  const done = { upload: {} as never, fault: null };
  test.each([
    ["", [], null],
    ["Hola", [done], null],
    ["a".repeat(4_097), [], "tooLong"],
    [`${"a".repeat(4_096)}  `, [], null],
    ["Hola {{contact.name}}", [], "placeholder"],
    ["Hola {{ agent.name | yo }}", [], "placeholder"],
    ["un {{molde}}", [], null],
    ["Hola", [done, { upload: null, fault: null }], "arriving"],
    ["Hola", [{ upload: null, fault: { kind: "offline" } }], "files"],
  ] as const)("%j with %j: %s", (text, files, fault) => {
    expect(findAnswerFault(text, [...files])).toBe(fault);
  });
});

describe("Enter", () => {
  const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
  const press = (held: Partial<typeof none> = {}) => ({ key: "Enter", ...none, ...held });
  test.each([
    [press(), "enter", "send"],
    [press({ shiftKey: true }), "enter", null],
    [press({ ctrlKey: true }), "enter", "nothing"],
    [press({ metaKey: true }), "enter", "nothing"],
    [press({ ctrlKey: true, shiftKey: true }), "enter", "close"],
    [press(), "ctrl-enter", null],
    [press({ ctrlKey: true }), "ctrl-enter", "send"],
    [press({ ctrlKey: true, shiftKey: true }), "ctrl-enter", "close"],
    [press({ altKey: true }), "enter", null],
    [{ ...press(), key: "a" }, "enter", null],
  ] as const)("%j with %s: %s", (pressed, sendKey, meant) => {
    expect(readEnter(pressed, sendKey, false)).toBe(meant);
  });

  test("makes a new line on a keyboard that has no Shift+Enter", () => {
    expect(readEnter(press(), "enter", true)).toBeNull();
  });
});

describe("somebody answered meanwhile", () => {
  const message = (id: string, at: number, author: string | null, direction = "out") =>
    ({
      id,
      at,
      direction: direction as "out",
      state: "sent",
      author: author === null ? null : { id: author, name: author },
    }) as const;

  test("another's answer that came since, not one's own, nor the customer's, a note, or the bot's", () => {
    const before = [message("1", 1, "beto")];
    const known = listKnown(before);
    const later = [
      message("2", 2, "me"),
      message("3", 2, null, "in"),
      message("4", 2, "beto", "note"),
      message("5", 2, null),
      { ...message("6", 2, "beto"), state: "discarded" },
    ];
    expect(findOvertaker([...before, ...later], known, "me")).toBeUndefined();
    const answer = message("7", 0, "beto");
    expect(findOvertaker([...before, answer, ...later], known, "me")).toBe(answer);
  });

  test("of a draft one comes back to, what is later than it", () => {
    const messages = [message("1", 10, "beto"), message("2", 20, "beto")];
    expect(findOvertaker(messages, listKnown(messages, 15), "me")?.id).toBe("2");
    expect(findOvertaker(messages, listKnown(messages, 20), "me")).toBeUndefined();
  });
});

test("what goes with a close is its text, or nothing where nothing was written", () => {
  const remembered = { ...emptyDraft, kind: "edge" as const, reasonId: "r", note: "n" };
  expect(withText(remembered, "Hasta luego")).toEqual({
    ...remembered,
    kind: "text",
    text: "Hasta luego",
  });
  expect(withText(remembered, "")).toEqual({ ...remembered, kind: "none" });
  expect(withText(remembered, undefined)).toBe(remembered);
});
