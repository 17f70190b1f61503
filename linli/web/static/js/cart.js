// Bills ticked like a cart: the count and the sum follow the ticks. Without scripts the next page says them.
const yuan = (fen) => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;

for (const form of document.querySelectorAll("form[data-cart]")) {
  const said = form.querySelector("[data-cart-said]");
  const button = form.querySelector(".confirm-bar button");
  const count = () => {
    const ticked = [...form.querySelectorAll("input[data-fen]:checked")];
    const sum = ticked.reduce((total, input) => total + Number(input.dataset.fen), 0);
    said.textContent = ticked.length ? `共 ${ticked.length} 张，合计 ${yuan(sum)} 元` : "请至少勾选一张";
    button.disabled = !ticked.length;
  };
  said.setAttribute("role", "status");
  form.addEventListener("change", count);
  addEventListener("pageshow", count);
  count();
}
