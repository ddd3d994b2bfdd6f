/** Where to go on after a form has refused to be saved. */
export const focusFirstFault = (form: HTMLElement) => {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
};
