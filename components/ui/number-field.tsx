import { TextField } from "./text-field";

type Props = {
  label: string;
  value: number;
  onChange: (value: number) => void;
  minValue: number;
  maxValue?: number;
  hint?: string | undefined;
  error?: string | undefined;
};

/** The arrow keys change it, too. NaN while it is empty. */
export const NumberField = ({ value, onChange, minValue, maxValue, ...props }: Props) => (
  <div className="[&_input]:w-32">
    <TextField
      {...props}
      type="number"
      min={minValue}
      max={maxValue}
      value={Number.isNaN(value) ? "" : String(value)}
      onChange={(text) => onChange(text === "" ? Number.NaN : Number(text))}
    />
  </div>
);
