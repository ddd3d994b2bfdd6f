import type { Case } from "./case";
import { clocks } from "./clocks";
import { closes } from "./closes";
import { databases } from "./databases";
import { disconnects } from "./disconnects";
import { disk } from "./disk";
import { forgedWebhooks } from "./forgeries";
import { hostileJelou } from "./hostile-jelou";
import { kills } from "./kills";
import { orders } from "./orders";
import { shutDown } from "./shut-down";
import { slowClients } from "./slow-clients";
import { streams } from "./streams";
import { twoDesks } from "./two-desks";

export const cases: Record<string, Case> = {
  ...kills,
  ...orders,
  ...disconnects,
  ...shutDown,
  ...streams,
  ...slowClients,
  ...forgedWebhooks,
  ...closes,
  ...hostileJelou,
  ...disk,
  ...databases,
  ...twoDesks,
  ...clocks,
};
