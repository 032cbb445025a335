// Turns two pictures into one with a slider. Without it the page shows them side by side.
for (const pair of document.querySelectorAll("[data-pair]")) {
  const [before, after] = [...pair.querySelectorAll("figure")];
  const dates = [before, after].map((figure) => figure.querySelector("figcaption").firstChild.textContent.trim());

  const slide = document.createElement("input");
  slide.type = "range";
  slide.className = "slide";
  slide.dir = "ltr";
  slide.value = "50";
  slide.setAttribute("aria-label", "How much of each photo is shown");

  const how = document.createElement("button");
  how.type = "button";
  how.className = "how";

  const picture = after.querySelector("img");
  const split = document.createElement("div");
  split.className = "split";
  split.setAttribute("aria-hidden", "true");
  split.innerHTML = '<svg viewBox="0 0 24 24"><path d="M9 7l-5 5 5 5M15 7l5 5-5 5"/></svg>';
  // The line lies on the picture, which is narrower than its place on a wide and low screen.
  for (const [name, side] of [["--wide", "width"], ["--high", "height"]]) {
    pair.style.setProperty(name, picture.getAttribute(side));
  }

  const tell = () => {
    pair.style.setProperty("--at", `${slide.value}%`);
    slide.setAttribute("aria-valuetext", `${slide.value} % of ${dates[0]}, the rest of ${dates[1]}`);
  };
  const show = (sliding) => {
    pair.classList.toggle("sliding", sliding);
    slide.hidden = !sliding;
    how.textContent = sliding ? "Side by side" : "Slider";
  };
  const follow = (event) => {
    const box = picture.getBoundingClientRect();
    slide.value = String(Math.round(((event.clientX - box.left) / box.width) * 100));
    tell();
  };
  pair.addEventListener("pointerdown", (event) => {
    if (!pair.classList.contains("sliding") || event.target.tagName !== "IMG") return;
    event.preventDefault();
    pair.setPointerCapture(event.pointerId);
    follow(event);
  });
  pair.addEventListener("pointermove", (event) => {
    if (pair.hasPointerCapture(event.pointerId)) follow(event);
  });
  slide.addEventListener("input", tell);
  how.addEventListener("click", () => show(!pair.classList.contains("sliding")));

  pair.append(split);
  pair.after(slide, how);
  tell();
  show(true);
}
