// The ballot of an election: at most so many names, how many are chosen, “nobody” stands alone. The server checks the same.
for (const group of document.querySelectorAll("[data-election]")) {
  const most = Number(group.dataset.most);
  const nobody = group.querySelector("[data-nobody]");
  const names = [...group.querySelectorAll("input:not([data-nobody])")];
  const said = group.querySelector("[data-chosen]");
  const follow = () => {
    const chosen = names.filter((input) => input.checked).length;
    for (const input of names) input.disabled = !input.checked && (chosen >= most || nobody.checked);
    nobody.disabled = chosen > 0;
    said.textContent = nobody.checked ? "您选择：一个都不选" : `已选 ${chosen} 人，最多 ${most} 人`;
  };
  said.hidden = false;
  group.addEventListener("change", follow);
  addEventListener("pageshow", follow);
  follow();
}
