// The canvas: a still picture, and on it the pixels that one frame changes, in runs (first pixel and length, in turn; see
// changes.py).

const ONE_COLOUR = 2 ** 31 // in a run's length: one pixel is sent for all of it

function makeScreen() {
  const canvas = element("canvas", { role: "img" })
  const context = canvas.getContext("2d")
  const nothing = [Infinity, 0] // rows: the first that is changed, and the one after the last
  let still = null
  let image = null
  let changed = nothing

  function renew(pixels, [columns, rows]) {
    still = pixels
    image = new ImageData(columns, rows)
    changed = [0, rows]
    Object.assign(canvas, { width: columns, height: rows })
    const density = window.devicePixelRatio
    Object.assign(canvas.style, { width: `${columns / density}px`, height: `${rows / density}px` })
  }

  function paint(runs, pixels) {
    const all = new Uint32Array(image.data.buffer)
    const row = (pixel) => pixel / image.width
    const before = changed
    if (before !== nothing) all.set(still.subarray(before[0] * image.width, before[1] * image.width), before[0] * image.width)
    for (let run = 0, taken = 0; run < runs.length; run += 2) {
      const [start, length] = [runs[run], runs[run + 1]]
      if (length >= ONE_COLOUR) all.fill(pixels[taken++], start, start + length - ONE_COLOUR)
      else {
        all.set(pixels.subarray(taken, taken + length), start)
        taken += length
      }
    }
    changed = runs.length ? [Math.floor(row(runs[0])), Math.ceil(row(runs.at(-2) + (runs.at(-1) % ONE_COLOUR)))] : nothing
    const [top, bottom] = [Math.min(before[0], changed[0]), Math.max(before[1], changed[1])]
    if (top < bottom) context.putImageData(image, 0, 0, 0, top, image.width, bottom - top)
  }

  function showPoster(png) {
    createImageBitmap(new Blob([png])).then((bitmap) => {
      if (image) return
      Object.assign(canvas, { width: bitmap.width, height: bitmap.height })
      Object.assign(canvas.style, { width: "100%", height: "100%" })
      context.drawImage(bitmap, 0, 0)
    })
  }

  return { canvas, renew, paint, showPoster }
}
