<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.34.0" styleCategories="Symbology|Labeling" labelsEnabled="1">
  <renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="0" forceraster="0" referencescale="-1">
    <rules key="map">
{%- for state in self.lines() %}
      <rule key="{{ state.kind() }}" symbol="line {{ loop.index0 }}" filter="&quot;kind&quot; = '{{ state.kind() }}'" label="{{ state.label(*lang) }}"/>
{%- endfor %}
{%- for state in self.points() %}
      <rule key="point {{ loop.index0 }}" symbol="point {{ loop.index0 }}" filter="{{ state.filter() }}" label="{{ state.label(*lang) }}"/>
{%- endfor %}
    </rules>
    <symbols>
{%- for state in self.lines() %}
      <symbol type="line" name="line {{ loop.index0 }}" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleLine" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option type="QString" name="line_color" value="{{ self::rgba(state.colour()) }}"/>
            <Option type="QString" name="line_style" value="{{ state.dash() }}"/>
            <Option type="QString" name="line_width" value="{{ state.millimetres() }}"/>
            <Option type="QString" name="line_width_unit" value="MM"/>
            <Option type="QString" name="capstyle" value="flat"/>
            <Option type="QString" name="joinstyle" value="round"/>
          </Option>
        </layer>
      </symbol>
{%- endfor %}
{%- for state in self.points() %}
      <symbol type="marker" name="point {{ loop.index0 }}" alpha="1" clip_to_extent="1" force_rhr="0">
        <layer class="SimpleMarker" enabled="1" locked="0" pass="0">
          <Option type="Map">
            <Option type="QString" name="color" value="{{ self::rgba(state.colour()) }}"/>
            <Option type="QString" name="name" value="{{ state.shape() }}"/>
            <Option type="QString" name="outline_color" value="255,255,255,255"/>
            <Option type="QString" name="outline_width" value="0.2"/>
            <Option type="QString" name="outline_width_unit" value="MM"/>
            <Option type="QString" name="size" value="2.2"/>
            <Option type="QString" name="size_unit" value="MM"/>
          </Option>
        </layer>
      </symbol>
{%- endfor %}
    </symbols>
  </renderer-v2>
  <labeling type="simple">
    <settings>
      <text-style fieldName="CASE WHEN &quot;kind&quot; = 'marker' THEN &quot;marker&quot; WHEN &quot;kind&quot; IN ('registered', 'shared', 'proposed') THEN NULL ELSE &quot;title&quot; END" isExpression="1" fontSize="8" fontSizeUnit="Point" fontWeight="50" namedStyle="Regular" textColor="34,34,34,255">
        <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255"/>
      </text-style>
      <placement placement="0" placementFlags="10" dist="1" distUnits="MM"/>
      <rendering drawLabels="1" displayAll="0"/>
    </settings>
  </labeling>
</qgis>
