import fc from "fast-check";
import { expect, test } from "vitest";
import {
  fillTemplate,
  findTemplateFaults,
  holdsPlaceholder,
  type TemplateValues,
  templateVariables,
} from "@/lib/projects/fill-template";

const values: TemplateValues = {
  "contact.name": "Ana",
  "agent.name": "Lucía",
  "project.name": "Tienda",
};

test.each([
  ["Hola {{contact.name}}", "Hola Ana"],
  ["{{ contact.name }}, soy {{agent.name}} de {{project.name}}", "Ana, soy Lucía de Tienda"],
  ["{{contact.name}}{{contact.name}}", "AnaAna"],
  ["{{contact.name|amigo}}", "Ana"],
  ["{{{contact.name}}}", "{Ana}"],
])("%j becomes %j", (text, filled) => {
  expect(fillTemplate(text, values)).toEqual({ text: filled, missing: [] });
});

test.each([null, "", "  "])("a stand-in stands where there is %j", (name) => {
  const nobody = { ...values, "contact.name": name };
  expect(fillTemplate("Hola {{contact.name| amigo }}", nobody)).toEqual({
    text: "Hola amigo",
    missing: [],
  });
  expect(fillTemplate("{{contact.name}} {{contact.name|}} {{agent.name}}", nobody)).toEqual({
    text: "{{contact.name}} {{contact.name|}} Lucía",
    missing: ["contact.name"],
  });
});

test("a customer whose name looks like a variable gets it as it is", () => {
  const { text } = fillTemplate("Hola {{contact.name}}", {
    ...values,
    "contact.name": "{{agent.name}}",
  });
  expect(text).toBe("Hola {{agent.name}}");
});

test.each([
  ["Hola", [], false],
  ["{{contact.name|amigo}} {{ agent.name }}", [], false],
  ["{{contact.nombre}} {{contact.nombre}} {{x|y}}", ["contact.nombre", "x"], false],
  ["{{}}", [""], false],
  ["Hola {{contact.name", [], true],
  ["Hola contact.name}}", [], true],
  ["{{contact.{{agent.name}}}}", [], true],
  ["{ contact.name }", [], false],
])("what is wrong with %j: unknown %j, unpaired %j", (text, unknown, unpaired) => {
  expect(findTemplateFaults(text)).toEqual({ unknown, unpaired });
});

const name = fc.constantFrom(...templateVariables, "contact.nombre", "", "toString");
const noBraces = fc.string({ maxLength: 8 }).map((text) => text.replace(/[{}]/g, ""));
const piece = fc.oneof(
  noBraces,
  fc.constantFrom("{{", "}}", "{", "}", "|"),
  name.map((each) => `{{${each}}}`),
  fc.tuple(name, noBraces).map(([each, standIn]) => `{{ ${each} |${standIn}}}`),
);
const template = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
const value = fc.option(noBraces, { nil: null });
const anyValues: fc.Arbitrary<TemplateValues> = fc.record({
  "contact.name": value,
  "agent.name": value,
  "project.name": value,
});

test("what may be stored is filled without a rest, or the rest is named", () => {
  let filledOnes = 0;
  fc.assert(
    fc.property(template, anyValues, (text, given) => {
      const { unknown, unpaired } = findTemplateFaults(text);
      if (unpaired || unknown.length > 0) return;
      filledOnes += Number(holdsPlaceholder(text));
      const { text: filled, missing } = fillTemplate(text, given);
      const left = templateVariables.filter((each) =>
        new RegExp(`\\{\\{\\s*${each.replace(".", "\\.")}\\s*(\\||\\}\\})`).test(filled),
      );
      expect(left.toSorted()).toEqual(missing.toSorted());
      expect(holdsPlaceholder(filled)).toBe(missing.length > 0);
    }),
    { numRuns: 2_000 },
  );
  expect(filledOnes, "texts with something to fill in").toBeGreaterThan(100);
});

test("a text without braces is sent as it stands", () => {
  fc.assert(
    fc.property(noBraces, anyValues, (text, given) => {
      expect(fillTemplate(text, given)).toEqual({ text, missing: [] });
      expect(findTemplateFaults(text)).toEqual({ unknown: [], unpaired: false });
      expect(holdsPlaceholder(text)).toBe(false);
    }),
  );
});
