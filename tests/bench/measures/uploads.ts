import { setTimeout as sleep } from "node:timers/promises";
import { makeFolder } from "../cleaning";
import { callApi } from "../clients/sign-in";
import type { Figure } from "../figures";
import type { Plan } from "../plan";
import { readMemory, watchPeak } from "../servers/read-memory";
import { type Desk, startDesk } from "../servers/start-desk";
import { startServer } from "../servers/start-server";
import { median, sharedNow } from "../statistics";

const mebibyte = 1024 * 1024;

/** Files that go to the disk as they come: as quick as the disk, and with no more memory than for small ones. */
export async function uploads({ quick }: Plan): Promise<Figure[]> {
  const desk = await startDesk();
  const bare = await startServer("tests/bench/servers/bare-upload.ts", "/", {
    DATA_DIR: makeFolder("data"),
  });
  const file = makeFile(16 * mebibyte);
  const times = { desk: [] as number[], bare: [] as number[] };
  for (let round = -2; round < (quick ? 3 : 9); round += 1) {
    const [ours, theirs] = [await upload(desk, file), await uploadBare(bare.url, file)];
    if (round < 0) continue;
    times.desk.push(ours);
    times.bare.push(theirs);
  }
  await bare.stop();
  await sleep(2_000);
  const before = readMemory(desk.pid);
  const peak = watchPeak(desk.pid);
  const large = makeFile(100 * mebibyte);
  await Promise.all(Array.from({ length: 5 }, () => upload(desk, large)));
  const growth = (await peak.stop()) - before;
  await desk.stop();
  const perSecond = (ms: number[]) => (16 * 1_000) / median(ms);
  return [
    {
      name: "one file of 16 MiB after another",
      value: perSecond(times.desk),
      unit: "MiB/s",
      peer: { name: "bare node:http", value: perSecond(times.bare) },
      promise: { of: "ratio", least: 0.5 },
    },
    {
      name: "memory that five at once of 100 MiB add at most",
      value: growth,
      unit: "MB",
      promise: { of: "value", most: 100 },
    },
  ];
}

/** A document by its first letters. */
const makeFile = (size: number) => {
  const file = Buffer.alloc(size, "Mostrador ");
  file.write("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", "latin1");
  return file;
};

/** In milliseconds; what lies about unused is not for long. */
async function upload({ url, cookie }: Desk, body: Buffer<ArrayBuffer>) {
  const startedAt = sharedNow();
  const response = await fetch(`${url}/api/uploads?filename=bench.pdf`, {
    method: "POST",
    headers: { cookie },
    body,
  });
  const taken = sharedNow() - startedAt;
  const text = await response.text();
  if (response.status !== 201)
    throw new Error(`An upload was answered ${response.status}: ${text}`);
  const { id } = JSON.parse(text) as { id: string };
  await callApi(url, cookie, "DELETE", `/api/uploads/${id}`, {});
  return taken;
}

async function uploadBare(url: string, body: Buffer<ArrayBuffer>) {
  const startedAt = sharedNow();
  const response = await fetch(url, { method: "POST", body });
  if (response.status !== 201) throw new Error(`The bare server answered ${response.status}`);
  return sharedNow() - startedAt;
}
