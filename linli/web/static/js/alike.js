// While a title is being typed, shows what others have written on the same matter; without scripts the next step shows it.
const form = document.querySelector("form[data-alike]");

async function suggest(title) {
  const box = form.querySelector("[data-alike-list]");
  const list = box.querySelector("ul");
  const answer = title.length < 4 ? null : await fetch(`${form.dataset.alike}?title=${encodeURIComponent(title)}`);
  const items = answer && answer.ok ? (await answer.json()).items : [];
  list.replaceChildren(...items.map((one) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.className = "cell";
    link.href = `${form.dataset.there}/${one.id}`;
    link.textContent = `${one.title}（${one.supports} 人支持）`;
    line.append(link);
    return line;
  }));
  box.hidden = !items.length;
}

if (form) {
  let waiting;
  form.elements.title.addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => suggest(event.target.value.trim()), 400);
  });
}
