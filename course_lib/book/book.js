// A figure of the web edition: the notebook's own controls (controls.js stands above this) choose among pictures that were drawn
// when the site was built. They are fetched once somebody reaches for the figure, the nearest first.

const SPEAK_AFTER = 500 // ms of rest before a screen reader hears the readouts

const isDark = () => document.documentElement.dataset.theme === "dark"
const count = (control) => (control.stops ?? control.options ?? [false, true]).length

function enliven(root, number) {
  const about = JSON.parse(root.querySelector("script").textContent)
  const { controls, frames, positions } = about
  const image = root.querySelector("img")
  const stage = root.querySelector(".stage")
  const problem = element("p", { className: "problem" })
  const readouts = element("dl")
  const spoken = element("p", { className: "spoken", role: "status" })
  const panel = element("div", { className: "controls" })
  const beside = element("div", { className: "beside" }, panel, readouts)
  const afterFrame = new Set() // what wants to know that a picture is shown: players
  const loading = new Map() // pictures by address
  let ahead = null // the theme whose pictures are being fetched
  let wanted = ""
  let speaking = 0

  const now = () => controls.reduce((sum, control) => sum * count(control) + Number(positions[control.name]), 0)
  const source = (frame) => frame.pictures[Number(isDark())]

  function load(address) {
    if (!loading.has(address)) {
      const picture = new Image()
      picture.src = address
      loading.set(address, picture.decode().catch(() => {}).then(() => picture))
    }
    return loading.get(address)
  }

  function set(name, position) {
    positions[name] = position
    show(true)
    loadAhead()
  }

  function show(touched) {
    const frame = frames[now()]
    describe(frame, touched)
    wanted = source(frame)
    const address = wanted
    load(address).then(() => {
      if (address !== wanted) return // overtaken
      if (image.getAttribute("src") !== address) image.src = address
      afterFrame.forEach((react) => react([], frame))
    })
  }

  async function loadAhead() {
    const theme = isDark()
    if (ahead === theme) return
    ahead = theme
    const left = new Set(frames.keys())
    while (left.size && ahead === theme) {
      const nearest = [...left].reduce((best, one) => (Math.abs(one - now()) < Math.abs(best - now()) ? one : best))
      left.delete(nearest)
      await load(source(frames[nearest]))
    }
  }

  function describe(frame, touched) {
    image.alt = frame.alt
    ;(frame.empty ? stage : beside).append(problem) // over the picture only where it hides nothing
    problem.textContent = frame.problem
    const lines = Object.entries(frame.readouts)
    readouts.replaceChildren(...lines.flatMap(([name, text]) => [element("dt", {}, name), element("dd", {}, text)]))
    clearTimeout(speaking)
    const words = [frame.problem, ...lines.map((line) => line.join(": "))].filter(Boolean).join(". ")
    if (touched) speaking = setTimeout(() => (spoken.textContent = words || frame.alt), SPEAK_AFTER)
  }

  const makers = { slider: makeSlider, choice: makeChoice, toggle: makeToggle }
  const tools = { view: `figure-${number}`, positions, set, stage, panel, afterFrame }
  controls.forEach((control) => makers[control.kind](control, tools))
  root.append(beside, spoken)
  if (about.fixed.length) beside.append(element("p", { className: "fixed" }, `In the notebook you also move: ${about.fixed.join(", ")}.`))
  for (const event of ["pointerenter", "focusin", "touchstart"]) root.addEventListener(event, loadAhead, { passive: true })
  new MutationObserver(() => show(false)).observe(document.documentElement, { attributeFilter: ["data-theme"] })
  show(false)
}

document.querySelectorAll(".downhill-figure").forEach(enliven)

// A wide table or formula scrolls by itself; so that the keyboard can do that, it takes the focus.
for (const wide of document.querySelectorAll(".formula, .bd-article p:has(> math), .bd-article pre, .bd-article table")) {
  if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0
}
