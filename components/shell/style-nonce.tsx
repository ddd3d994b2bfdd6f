"use client";

import { useState } from "react";

/** Where React Aria and the emoji panel look for what their styles must carry. */
export function StyleNonce({ nonce }: { nonce: string }) {
  // The page keeps the policy that it came with, whatever is fetched for it afterwards.
  const [first] = useState(nonce);
  return <meta property="csp-nonce" content={first} />;
}
