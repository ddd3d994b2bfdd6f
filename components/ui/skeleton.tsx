/** Stands where something is about to be, in its size. */
export const Skeleton = ({ className }: { className: string }) => (
  <span aria-hidden className={`block animate-pulse-slow rounded bg-sunken ${className}`} />
);
