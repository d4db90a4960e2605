// The filters work by the style sheet alone. This says how many cases they leave.
{
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  const cases = [...document.querySelectorAll(".case")];
  const count = () => {
    const left = cases.filter((one) => one.checkVisibility()).length;
    shown.textContent = shown.dataset.words
      .replace("{shown}", left)
      .replace("{all}", cases.length);
  };
  if (form) {
    form.addEventListener("change", count);
    form.addEventListener("submit", (event) => event.preventDefault());
    count();
  }
}
