/** Side of a tile, in pixels: CT_TILE_64x64 ([MS-RDPRFX] 2.2.2.2.4). */
export const TILE_SIDE = 64;
/** Pixels in a tile, and so samples and coefficients in each of its components. */
export const TILE_AREA = TILE_SIDE * TILE_SIDE;
/** Where the coefficients of LL3 begin in a component; they are its last ones ([MS-RDPRFX] 3.1.8.1.6). */
export const LL3_START = TILE_AREA - 64;
