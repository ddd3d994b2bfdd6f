import { deliveryParams } from "@/lib/deliveries/input";
import { alarmList, deliveryDetail, deliveryPage, replayed } from "@/lib/deliveries/schema";
import type { Operations } from "./operation";

/** What Jelou posted, and what should not be; for admins. */
export const deliveryOperations: Operations = {
  "GET /api/deliveries": {
    summary: "A page of webhook deliveries, taken and refused, newest first",
    query: deliveryParams,
    answers: { 200: deliveryPage },
  },
  "GET /api/deliveries/{id}": {
    summary: "One with its headers, without their secrets, and its body; of refused ones samples",
    answers: { 200: deliveryDetail },
  },
  "POST /api/deliveries/{id}/replay": {
    summary: "Reads one that was put aside again and applies it; 409 with what is still wrong",
    answers: { 200: replayed },
  },
  "GET /api/alarms": {
    summary: "Projects that fell silent, whose signatures fail, or whose closes fail",
    answers: { 200: alarmList },
  },
};
