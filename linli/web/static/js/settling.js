// A third settles a sheet by keyboard, with the keys of the counting desk; without scripts the form does the same.
import { sheetKeys } from "./sheet_keys.js";

const form = document.querySelector("[data-settling]");

if (form) {
  const keys = sheetKeys(form, { over: () => form.reset(), leave: () => { location.href = form.dataset.settling; } });
  form.querySelector("[data-keys]").hidden = false;
  keys.items()[0].focus();
}
