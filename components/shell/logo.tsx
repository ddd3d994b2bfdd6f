/** A counter seen from the side: the board, and what stands behind it. */
export const Logo = ({ size = 24 }: { size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    aria-hidden="true"
    focusable="false"
  >
    <rect x="1" y="1" width="22" height="22" rx="6" className="fill-accent" />
    <path
      d="M5 14.5h14M7 14.5V18M17 14.5V18M8.5 11.5V8.2a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3.3"
      className="stroke-on-accent"
      strokeWidth="1.8"
      strokeLinecap="round"
    />
  </svg>
);
