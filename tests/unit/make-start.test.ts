import { expect, test } from "vitest";
import { initialsOf } from "@/components/conversations/avatar";
import {
  type Draft,
  findRowFaults,
  labelOf,
  looksLocal,
  toCustomerId,
  toRequest,
} from "@/components/starting/make-start";

const draft: Draft = {
  projectId: "p1",
  bot: "Ventas",
  customer: "+593 98 765-4321",
  message: "  ",
  rows: [],
  assignment: { type: "none", target: "" },
};
const bots = [
  { id: "b1", name: "Ventas" },
  { id: "b2", name: "Soporte" },
  { id: "b3", name: "Soporte" },
  { id: "b4", name: null },
];

test("what was left empty isn't sent", () => {
  expect(toRequest(draft, bots)).toEqual({ projectId: "p1", botId: "b1", userId: "593987654321" });
});

test("everything that was typed is sent, without the spaces around it", () => {
  const whole: Draft = {
    ...draft,
    message: " Hola ",
    rows: [
      { id: 1, name: " ticketId ", value: " T-1 " },
      { id: 2, name: "", value: "" },
    ],
    assignment: { type: "queue", target: " ventas " },
  };
  expect(toRequest(whole, bots)).toEqual({
    projectId: "p1",
    botId: "b1",
    userId: "593987654321",
    initialMessage: "Hola",
    metadata: { ticketId: "T-1" },
    assignment: { type: "queue", target: "ventas" },
  });
});

test("a bot is found by its label, and two of one name are told apart; another is taken as an id", () => {
  expect(bots.map((bot) => labelOf(bot, bots))).toEqual([
    "Ventas",
    "Soporte (b2)",
    "Soporte (b3)",
    "b4",
  ]);
  const botId = (bot: string) => toRequest({ ...draft, bot }, bots).botId;
  expect(botId("Soporte (b3)")).toBe("b3");
  expect(botId(" otro-bot ")).toBe("otro-bot");
});

test.each([
  ["+593 (98) 765-43.21", "593987654321"],
  ["593987654321", "593987654321"],
  ["cliente-77", "cliente-77"],
  ["12-34", "12-34"],
  [" a 1234567 ", "a 1234567"],
])("%j is the customer %j", (typed, id) => {
  expect(toCustomerId(typed)).toBe(id);
});

test("a number that one dials at home is told from one that WhatsApp knows", () => {
  expect([looksLocal("098 765 4321"), looksLocal("593987654321"), looksLocal("0-a")]).toEqual([
    true,
    false,
    false,
  ]);
});

test("a value needs a name, and a name is given once", () => {
  const faults = findRowFaults([
    { id: 1, name: "a", value: "" },
    { id: 2, name: " a", value: "x" },
    { id: 3, name: " ", value: "x" },
    { id: 4, name: "", value: "" },
  ]);
  expect([...faults]).toEqual([
    [2, "keyTwice"],
    [3, "keyMissing"],
  ]);
});

test.each([
  ["Lucía Andrade", "LA"],
  ["  Marta Paz de la Torre y Villavicencio ", "MV"],
  ["ñandú", "Ñ"],
  ["👩 José", "J"],
  ["<img src=x>", "IS"],
  ["", ""],
])("the initials of %j are %j", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
