import fc from "fast-check";
import { expect, test } from "vitest";
import { type KeptDraft, mergeDrafts } from "@/lib/messages/merge-drafts";

const texts = fc.constantFrom("", "Hola", "Hola, ¿qué tal?", "otra cosa");
const times = fc.integer({ min: 1, max: 5 });
const kept = fc.option(fc.record({ text: texts, updatedAt: times, isSaved: fc.boolean() }), {
  nil: undefined,
});
const saved = fc.option(fc.record({ text: texts, updatedAt: times }), { nil: undefined });

test("what comes of a merge is one of the two, or nothing where the desk has nothing", () => {
  fc.assert(
    fc.property(kept, saved, (mine, theirs) => {
      expect([mine?.text, theirs?.text, ""]).toContain(mergeDrafts(mine, theirs).text);
    }),
  );
});

test("nothing that the desk has never seen gives way to something older", () => {
  fc.assert(
    fc.property(kept, saved, (mine, theirs) => {
      fc.pre(mine !== undefined && !mine.isSaved);
      fc.pre(!theirs || theirs.updatedAt <= mine!.updatedAt);
      expect(mergeDrafts(mine, theirs)).toEqual(mine);
    }),
  );
});

test("what the desk had already is the desk's matter: sent or changed elsewhere, it is so here", () => {
  fc.assert(
    fc.property(kept, saved, (mine, theirs) => {
      fc.pre(mine?.isSaved ?? true);
      const { text, isSaved } = mergeDrafts(mine, theirs);
      expect({ text, isSaved }).toEqual({ text: theirs?.text ?? "", isSaved: true });
    }),
  );
});

test("merging once more changes nothing", () => {
  fc.assert(
    fc.property(kept, saved, (mine, theirs) => {
      const once = mergeDrafts(mine, theirs);
      expect(mergeDrafts(once, theirs)).toEqual(once);
    }),
  );
});

/** Three devices write, save and come back in any order; none is asked to merge while it has unsaved letters. */
test("whatever order devices come and go in, the last one that wrote and saved is what all of them see", () => {
  const devices = fc.constantFrom("desktop", "phone", "tablet");
  const steps = fc.array(fc.tuple(devices, fc.constantFrom("write", "come back")), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(steps, (order) => {
      const browsers = new Map<string, KeptDraft>();
      let desk: { text: string; updatedAt: number } | undefined;
      for (const [at, [device, step]] of order.entries()) {
        if (step === "write") {
          desk = { text: `${device} ${at}`, updatedAt: at + 1 };
          browsers.set(device, { ...desk, isSaved: true });
        } else browsers.set(device, mergeDrafts(browsers.get(device), desk));
      }
      for (const device of ["desktop", "phone", "tablet"])
        expect(mergeDrafts(browsers.get(device), desk).text).toBe(desk?.text ?? "");
    }),
  );
});
