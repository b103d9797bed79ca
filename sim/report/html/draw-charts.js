/** Draws the charts of a report in a browser, and again when the colour scheme changes. Runs behind vega-embed. */
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const [specs, themes] = [read('charts'), read('themes')];
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const embedded = new Map();

  async function draw(index) {
    const scheme = dark.matches ? 'dark' : 'light';
    embedded.get(index)?.finalize();
    const place = document.querySelector(`#chart-${index} .chart`);
    // With `ast` vega interprets expressions instead of making functions of them, which the page does not allow.
    const options = {
      config: themes[scheme],
      tooltip: { theme: scheme },
      actions: false,
      ast: true,
      defaultStyle: false,
    };
    embedded.set(index, await window.vegaEmbed(place, specs[index], options));
  }

  /** Says that a chart could not be drawn, so that the others are. */
  function fail(index, problem) {
    document.querySelector(`#chart-${index} .chart`).textContent = `This chart could not be drawn: ${problem.message}`;
    window.reportError(problem);
  }

  async function drawAll() {
    for (const index of specs.keys()) await draw(index).catch((problem) => fail(index, problem));
    document.documentElement.dataset.drawn = dark.matches ? 'dark' : 'light';
  }

  let drawing = drawAll();
  dark.addEventListener('change', () => {
    drawing = drawing.then(drawAll);
  });
})();
