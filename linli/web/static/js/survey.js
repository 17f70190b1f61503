// Hides the questions that an earlier answer does not ask for. Without scripts all stand there, with their condition in words.
const survey = document.getElementById("survey");
const card = (key) => survey.querySelector(`[data-question="${key}"]`);

function said(key) {
  if (card(key)?.hidden) return [];
  return [...survey.querySelectorAll("input:checked")]
    .filter((field) => field.name === key || field.name.startsWith(`${key}.`))
    .map((field) => (field.name === key ? field.value : field.name.slice(key.length + 1)));
}

function show() {
  for (const question of survey.querySelectorAll("[data-when]")) {
    const wanted = question.dataset.any.split(" ");
    question.hidden = !said(question.dataset.when).some((answer) => wanted.includes(answer));
    question.querySelector("[data-condition]").hidden = true;
  }
}

if (survey) {
  survey.addEventListener("input", show);
  addEventListener("pageshow", show);
  show();
}
