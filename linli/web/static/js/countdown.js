// Turns <time data-countdown datetime="…"> into what is left, in days, hours and minutes; seconds only in the last ten minutes.
export function left(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor((seconds % 86400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (days) return `${days} 天 ${hours} 小时`;
  if (hours) return `${hours} 小时 ${minutes} 分`;
  if (seconds >= 600) return `${minutes} 分钟`;
  return `${minutes} 分 ${String(seconds % 60).padStart(2, "0")} 秒`;
}

export function countDown() {
  const clocks = [...document.querySelectorAll("[data-countdown]")];
  if (!clocks.length) return;
  const show = () => {
    let next = 60000;
    for (const clock of clocks) {
      const rest = Date.parse(clock.dateTime) - Date.now();
      clock.textContent = rest > 0 ? `${clock.dataset.before} ${left(rest)}` : clock.dataset.after;
      clock.classList.toggle("countdown-near", rest < 24 * 3600 * 1000);
      if (rest > 0 && rest < 700000) next = 1000;
    }
    setTimeout(show, next);
  };
  show();
}
