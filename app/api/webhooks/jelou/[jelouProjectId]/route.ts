import { errorResponse, json } from "@/lib/http/respond";
import { countWebhook } from "@/lib/metrics";
import { receiveDelivery } from "@/lib/webhooks/receive-delivery";

type Context = { params: Promise<{ jelouProjectId: string }> };

export async function POST(request: Request, { params }: Context) {
  try {
    const { jelouProjectId } = await params;
    return json({ status: await countWebhook(receiveDelivery(request, jelouProjectId)) });
  } catch (error) {
    return errorResponse(error, "/api/webhooks/jelou");
  }
}
